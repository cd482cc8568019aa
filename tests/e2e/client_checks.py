"""client_checks - what the official Python client must be able to do with the host; a line each.

Texts and order are those of client_checks.mjs. Both lines of the SDK stand behind one face: see
client_py1.py and client_py2.py.
"""

import os

import anyio

PATIENCE_S = 20
NAME = "test_prompt_with_arguments"
FAILURE = "This tool intentionally returns an error for testing"


class Checks:
    """Prints one line for each check and counts those that were not ok."""

    def __init__(self, title):
        self.title = title
        self.failed = 0

    def that(self, name, holds, seen=None):
        if holds:
            print(f"ok - {self.title}: {name}", flush=True)
        else:
            self.failed += 1
            why = " ".join(repr(seen).split())[:600]
            print(f"not ok - {self.title}: {name}: saw {why}", flush=True)

    def same(self, name, seen, wanted):
        self.that(name, seen == wanted, seen)


def environment():
    """What a host that is started over stdio sees of this machine."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LANG": "C.UTF-8"}


def text_of(result):
    return result.content[0].text if result.content else ""


async def cancel_one(client, checks):
    """Cancels a call that would take ten minutes; its worker is the only one: the next waits."""
    began = anyio.Event()

    async def heard(*_):
        began.set()

    async with anyio.create_task_group() as group:
        group.start_soon(client.call, "slow_compute", {"seconds": 600}, heard)
        with anyio.fail_after(PATIENCE_S):
            await began.wait()
        group.cancel_scope.cancel()
    with anyio.fail_after(PATIENCE_S):
        after = await client.call("slow_compute", {"seconds": 0, "label": "it"})
    checks.same("the host is free again after a cancel", text_of(after), "it took 0 s")


async def tools(client, checks):
    names = [tool.name for tool in (await client.session.list_tools()).tools]
    seen = []

    async def heard(progress, *_):
        seen.append(progress)

    checks.that("it lists the tools", {"get_volume_ranking", "greet"} <= set(names), names)
    ranking = client.structured(await client.call("get_volume_ranking", {"count": 3}))
    checks.same("it calls a tool", len(ranking["ranking"]), 3)
    await client.call("test_tool_with_progress", {}, heard)
    checks.same("it hears of progress", seen, [0, 50, 100])
    await cancel_one(client, checks)
    checks.same("an unknown tool is an error", await client.code("no_such_tool"), -32602)
    failed = await client.call("test_error_handling", {})
    checks.same("a failure is marked", (client.is_error(failed), text_of(failed)), (True, FAILURE))
    routed = await client.call("test_x_mcp_header", {"region": " 서울 "})
    checks.same(
        "an argument in a header arrives", text_of(routed), "region= 서울  query=(none)"
    )


async def offers(client, checks):
    prompts = [prompt.name for prompt in (await client.session.list_prompts()).prompts]
    resources = [str(one.uri) for one in (await client.session.list_resources()).resources]

    checks.that("it lists prompts", NAME in prompts, prompts)
    checks.that("it lists resources", "test://static-text" in resources, resources)
    prompt = await client.session.get_prompt(NAME, {"arg1": "a", "arg2": '"b"'})
    wanted = "Prompt with arguments: arg1='a', arg2='\"b\"'"
    checks.same("it gets a prompt", prompt.messages[0].content.text, wanted)
    read = await client.read("test://template/123/data")
    checks.that("it reads a resource by a template", '"id":"123"' in read.contents[0].text, read)
    done = await client.complete(NAME, {"name": "arg1", "value": "test"})
    wanted = ["testValue1", "testValue2"]
    checks.same("it completes an argument", done.completion.values, wanted)


async def asks(client, checks):
    form = text_of(await client.call("test_elicitation", {"message": "Who?"}))
    sample = text_of(await client.call("test_sampling", {"prompt": "What?"}))

    checks.that("the person is asked", "action=accept" in form and "ada" in form, form)
    checks.same("the model is asked", sample, "LLM response: forty-two")


async def check_client(title, client, wanted):
    """All checks; gives how many were not ok. `client` is one of the faces, connected."""
    checks = Checks(title)
    try:
        checks.same("it settles on the version", client.version, wanted)
        await tools(client, checks)
        await offers(client, checks)
        await asks(client, checks)
        with anyio.fail_after(PATIENCE_S):
            await client.hear_of_change()
        checks.that("it hears that the list changed", True)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said
        checks.that("it comes to its end", False, error)
    return checks.failed
