"""client_py2 - the Python SDK, version 2, in an era.

python client_py2.py TITLE legacy|auto|modern URL|PROGRAM ARGUMENTS...
"""

import sys

import anyio
import mcp_types as types
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError

from client_checks import check_client, environment

MODERN = "2026-07-28"
TITLE, ERA, WHERE, *ARGUMENTS = sys.argv[1:]


class Face:
    """The SDK as client_checks sees it."""

    def __init__(self):
        self.changed = anyio.Event()
        self.session = None

    @property
    def version(self):
        return self.session.protocol_version

    async def heard(self, message):
        if isinstance(message, types.ToolListChangedNotification):
            self.changed.set()

    async def call(self, name, arguments=None, heard=None):
        return await self.session.call_tool(name, arguments, progress_callback=heard)

    async def code(self, name):
        try:
            await self.session.call_tool(name, {})
        except MCPError as error:
            return error.code
        return None

    async def read(self, uri):
        return await self.session.read_resource(uri)

    async def complete(self, name, argument):
        return await self.session.complete(types.PromptReference(name=name), argument)

    async def hear_of_change(self):
        if ERA == "legacy":
            await self.call("test_trigger_tool_change")
            await self.changed.wait()
            return
        async with self.session.listen(tools_list_changed=True) as heard:
            await self.call("test_trigger_tool_change")
            await heard.__anext__()

    @staticmethod
    def structured(result):
        return result.structured_content

    @staticmethod
    def is_error(result):
        return result.is_error


async def answer_form(_context, _params):
    return types.ElicitResult(
        action="accept", content={"username": "ada", "email": "ada@example.com"}
    )


async def answer_sample(_context, _params):
    return types.CreateMessageResult(
        role="assistant", content=types.TextContent(text="forty-two"), model="none"
    )


async def main():
    face = Face()
    where = WHERE
    if not WHERE.startswith("http:"):
        where = StdioServerParameters(command=WHERE, args=ARGUMENTS, env=environment())
    client = Client(
        where,
        mode=MODERN if ERA == "modern" else ERA,
        elicitation_callback=answer_form,
        sampling_callback=answer_sample,
        message_handler=face.heard,
    )
    async with client:
        face.session = client
        return await check_client(TITLE, face, "2025-11-25" if ERA == "legacy" else MODERN)


sys.exit(3 if anyio.run(main) else 0)
