"""client_py1 - the Python SDK, version 1.

python client_py1.py TITLE URL|PROGRAM ARGUMENTS...
"""

import sys
from contextlib import asynccontextmanager

import anyio
from mcp import ClientSession, McpError, StdioServerParameters, types
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from pydantic import AnyUrl

from client_checks import check_client, environment

TITLE, WHERE, *ARGUMENTS = sys.argv[1:]


class Face:
    """The SDK as client_checks sees it."""

    def __init__(self):
        self.changed = anyio.Event()
        self.session = None
        self.version = None

    async def heard(self, message):
        root = getattr(message, "root", None)
        if isinstance(root, types.ToolListChangedNotification):
            self.changed.set()

    async def call(self, name, arguments=None, heard=None):
        """Version 1 tells nobody when a call is given up; so this does, by the id it took."""
        number = self.session._request_id  # noqa: SLF001 - there is no other way to know it
        try:
            return await self.session.call_tool(name, arguments, progress_callback=heard)
        except anyio.get_cancelled_exc_class():
            params = types.CancelledNotificationParams(requestId=number)
            note = types.CancelledNotification(params=params)
            with anyio.CancelScope(shield=True):
                await self.session.send_notification(types.ClientNotification(note))
            raise

    async def code(self, name):
        try:
            await self.session.call_tool(name, {})
        except McpError as error:
            return error.error.code
        return None

    async def read(self, uri):
        return await self.session.read_resource(AnyUrl(uri))

    async def complete(self, name, argument):
        ref = types.PromptReference(type="ref/prompt", name=name)
        return await self.session.complete(ref, argument)

    async def hear_of_change(self):
        await self.call("test_trigger_tool_change")
        await self.changed.wait()

    @staticmethod
    def structured(result):
        return result.structuredContent

    @staticmethod
    def is_error(result):
        return result.isError


async def answer_form(_context, _params):
    return types.ElicitResult(
        action="accept", content={"username": "ada", "email": "ada@example.com"}
    )


async def answer_sample(_context, _params):
    content = types.TextContent(type="text", text="forty-two")
    return types.CreateMessageResult(role="assistant", content=content, model="none")


@asynccontextmanager
async def connect():
    """The two streams of a transport to the host."""
    if WHERE.startswith("http:"):
        async with streamable_http_client(WHERE) as (read, write, _):
            yield read, write
    else:
        host = StdioServerParameters(command=WHERE, args=ARGUMENTS, env=environment())
        async with stdio_client(host) as (read, write):
            yield read, write


async def main():
    face = Face()
    async with connect() as (read, write):
        session = ClientSession(
            read,
            write,
            elicitation_callback=answer_form,
            sampling_callback=answer_sample,
            message_handler=face.heard,
        )
        async with session:
            face.session = session
            face.version = (await session.initialize()).protocolVersion
            return await check_client(TITLE, face, "2025-11-25")


sys.exit(3 if anyio.run(main) else 0)
