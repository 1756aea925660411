using Workflow.Definitions;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class TaskErrorTests
{
    // Lines are counted from `do:`, which is line 1.
    [Theory]
    [InlineData("- a: { swithc: [] }", "/do/0/a/swithc", 2, 10, "unknown property `swithc`; did you mean `switch`?")]
    [InlineData("- a:\n    set: { x: 1 }\n    wait: PT1S", "/do/0/a", 2, 5, "does more than one thing: `set`, `wait`")]
    [InlineData("- a: { if: .x }", "/do/0/a", 2, 5, "does nothing: it needs one of `call`, `do`, `emit`")]
    [InlineData("- a: { set: ., thne: end }", "/do/0/a/thne", 2, 18, "did you mean `then`?")]
    [InlineData("- a: { set: ., retry: {} }", "/do/0/a/retry", 2, 18, "it belongs in the `catch` of a `try`")]
    [InlineData("- a: { set: ., with: {} }", "/do/0/a/with", 2, 18, "it belongs to `call`")]
    [InlineData(
        "- a: { set: ., colour: red }",
        "/do/0/a/colour", 2, 18, "unknown property `colour`; here may stand `set`, `if`")]
    [InlineData("- a: { set: . }\n- a: { set: . }", "/do/1/a", 3, 5, "has a task named `a` already")]
    [InlineData("- a: { set: . }\n  b: { set: . }", "/do/0", 2, 5, "names exactly one task; found `a`, `b`")]
    [InlineData("- {}", "/do/0", 2, 5, "names exactly one task; found none")]
    [InlineData("- text", "/do/0", 2, 5, "must be a task with its name, written `- name: …`, but is the text `text`")]
    [InlineData("- a: 5", "/do/0/a", 2, 8, "`a` must be a task with one of `call`")]
    [InlineData("- a:", "/do/0/a", 2, 5, "but is empty (null)")]
    [InlineData("- end: { set: . }", "/do/0/end", 2, 5, "A task cannot be named `end`")]
    [InlineData("- '': { set: . }", "/do/0/", 2, 5, "must be visible text")]
    [InlineData("- \"a\\0\": { set: . }", "/do/0/a\0", 2, 5, "without control characters")]
    [InlineData(
        "- a: { set: ., then: b }",
        "/do/0/a/then", 2, 24, "`then` names the task `b`, but this list of tasks has none")]
    [InlineData("- alpha: { set: ., then: alhpa }", "/do/0/alpha/then", 2, 28, "did you mean `alpha`?")]
    [InlineData("- a: { set: ., then: exti }", "/do/0/a/then", 2, 24, "did you mean `exit`?")]
    [InlineData(
        "- a: { do: [ { b: { set: ., then: a } } ] }",
        "/do/0/a/do/0/b/then", 2, 37, "cannot lead into or out of another list")]
    [InlineData(
        "- a: { set: ., metadata: 5 }",
        "/do/0/a/metadata", 2, 28, "`metadata` must be an object, but is the number 5")]
    [InlineData("- a: { set: {} }", "/do/0/a/set", 2, 15, "`set` is empty")]
    [InlineData(
        "- a: { set: [1] }",
        "/do/0/a/set", 2, 15, "must be a jq expression as text, or an object, but is a list")]
    [InlineData(
        "- a: { do: { b: { set: . } } }",
        "/do/0/a/do", 2, 14, "must be a list of tasks, each written `- name: …`, but is an object")]
    public void Read_WhenATaskIsWrong_SaysWhereAndWhat(
        string tasks, string pointer, int line, int column, string message) =>
        AssertOnly(tasks, pointer, line, column, message);

    [Theory]
    [InlineData("- a: { switch: [] }", "/do/0/a/switch", 2, 18, "must be a list of cases")]
    [InlineData(
        "- a: { switch: [ { b: { when: . } } ] }",
        "/do/0/a/switch/0/b", 2, 22, "The property `then` is missing")]
    [InlineData(
        "- a: { switch: [ { b: { then: end } }, { c: { then: end } } ] }",
        "/do/0/a/switch/1/c", 2, 44, "at most one case without `when`")]
    [InlineData(
        "- a: { switch: [ { b: { when: ., then: end } }, { b: { then: end } } ] }",
        "/do/0/a/switch/1/b", 2, 53, "a case named `b` already")]
    [InlineData(
        "- a: { switch: [ { b: { then: nowhere } } ] }",
        "/do/0/a/switch/0/b/then", 2, 33, "names the task `nowhere`")]
    [InlineData(
        "- a: { switch: [ { b: { then: end }, c: { when: ., then: end } } ] }",
        "/do/0/a/switch/0", 2, 20, "exactly one case")]
    [InlineData("- a: { fork: { branches: [] } }", "/do/0/a/fork/branches", 2, 28, "at least one branch")]
    [InlineData(
        "- a: { fork: { compete: yes, branches: [ { b: { set: . } } ] } }",
        "/do/0/a/fork/compete", 2, 27, "must be `true` or `false`, but is the text `yes`")]
    [InlineData("- a: { fork: {} }", "/do/0/a/fork", 2, 10, "The property `branches` is missing")]
    [InlineData(
        "- a: { fork: { branches: [ { b: { set: ., then: c } }, { c: { set: . } } ] } }",
        "/do/0/a/fork/branches/0/b/then", 2, 51, "is not possible in a branch")]
    [InlineData("- a: { for: {}, do: [] }", "/do/0/a/for", 2, 10, "The property `in` is missing")]
    [InlineData("- a: { for: { in: . } }", "/do/0/a", 2, 5, "The property `do` is missing")]
    [InlineData(
        "- a: { for: { in: [ 1 ] }, do: [] }",
        "/do/0/a/for/in", 2, 21, "must be a jq expression as text, but is a list")]
    [InlineData("- a: { for: { in: ., each: $x }, do: [] }", "/do/0/a/for/each", 2, 30, "without `$`: `x`")]
    [InlineData(
        "- a: { for: { in: ., each: 'a b' }, do: [] }",
        "/do/0/a/for/each", 2, 30, "cannot be a variable's name")]
    [InlineData(
        "- a: { for: { in: ., each: input }, do: [] }",
        "/do/0/a/for/each", 2, 30, "`$input` has a meaning of its own")]
    [InlineData("- a: { for: { in: ., at: item }, do: [] }", "/do/0/a/for/at", 2, 28, "both named `item`")]
    [InlineData(
        "- a: { for: { in: ., parallel: 0 }, do: [] }",
        "/do/0/a/for/parallel", 2, 34, "must be a whole number from 1 to 10000, but is the number 0")]
    [InlineData(
        "- a: { for: { in: ., parallel: 10001 }, do: [] }",
        "/do/0/a/for/parallel", 2, 34, "a whole number from 1 to 10000")]
    [InlineData(
        "- a: { for: { in: . }, parallel: 2, do: [] }",
        "/do/0/a/parallel", 2, 26, "it belongs in `for`, beside `in`")]
    [InlineData(
        "- a: { for: { in: ., while: . }, do: [] }",
        "/do/0/a/for/while", 2, 24, "it belongs beside `for`, in the task")]
    public void Read_WhenAFlowTaskIsWrong_SaysWhereAndWhat(
        string tasks, string pointer, int line, int column, string message) =>
        AssertOnly(tasks, pointer, line, column, message);

    // Columns are counted from the handler's brace.
    [Theory]
    [InlineData("{ errors: { with: { code: 1 } } }", "/errors/with/code", 21, "unknown property `code`")]
    [InlineData("{ errors: { with: {} } }", "/errors/with", 19, "`with` is empty")]
    [InlineData("{ errors: { type: x } }", "/errors/type", 13, "unknown property `type`; here may stand `with`")]
    [InlineData("{ errors: { with: { status: '503' } } }", "/errors/with/status", 29, "must be a whole number")]
    [InlineData(
        "{ errors: { with: { type: '${ .x }' } } }",
        "/errors/with/type", 27, "put conditions on the error into `catch.when`")]
    [InlineData(
        "{ errors: { with: { detail: a, details: a } } }",
        "/errors/with/details", 32, "means the same as `detail`")]
    [InlineData("{ as: context }", "/as", 7, "has a meaning of its own")]
    [InlineData("{ retry: nope }", "/retry", 10, "`use.retries` defines no `nope`")]
    [InlineData(
        "{ retry: { backoff: { exponential: {}, linear: {} } } }",
        "/retry/backoff", 21, "exactly one of `constant`, `linear` or `exponential`")]
    [InlineData(
        "{ retry: { backoff: { linear: { increment: 1 } } } }",
        "/retry/backoff/linear/increment", 33, "unknown property `increment`; here may stand nothing")]
    [InlineData("{ retry: { count: 3 } }", "/retry/count", 12, "it belongs in `limit.attempt`")]
    [InlineData(
        "{ retry: { limit: { attempt: { count: -1 } } } }",
        "/retry/limit/attempt/count", 39, "a whole number from 0")]
    [InlineData("{ retry: { jitter: { from: PT1S } } }", "/retry/jitter", 12, "The property `to` is missing")]
    [InlineData(
        "{ retry: { jitter: { from: PT2S, to: PT1S } } }",
        "/retry/jitter", 20, "`from` is longer than its `to`")]
    [InlineData("{ retry: { when: 5 } }", "/retry/when", 18, "Put it in quotes")]
    public void Read_WhenACatchIsWrong_SaysWhereAndWhat(string handler, string below, int column, string message) =>
        AssertOnly(
            $"- a: {{ try: [ {{ b: {{ set: . }} }} ], catch: {handler} }}",
            "/do/0/a/catch" + below, 2, column + 44, message);

    [Theory]
    [InlineData("- a: { call: HTTP, with: {} }", "/do/0/a/call", 2, 16, "Write `call: http` in lower case")]
    [InlineData("- a: { call: an agent }", "/do/0/a/call", 2, 16, "cannot be the name of an agent")]
    [InlineData("- a: { call: '${ .agent }' }", "/do/0/a/call", 2, 16, "`call` takes a name, not an expression")]
    [InlineData("- a: { call: 'log:1.0.0@global' }", "/do/0/a/call", 2, 16, "defines no `global`")]
    [InlineData("- a: { call: 'https://host/function.yaml' }", "/do/0/a/call", 2, 16, "is fetched only when")]
    [InlineData(
        "- a: { call: 5 }",
        "/do/0/a/call", 2, 16,
        "must be `http`, `openapi`, `mcp`, `a2a`, `asyncapi`, or the name of an agent, but is the number 5. Put it")]
    [InlineData("- a: { call: Agent, with: [ 1 ] }", "/do/0/a/with", 2, 29, "must be an object with the agent's input")]
    [InlineData("- a: { call: http }", "/do/0/a", 2, 5, "The property `with` is missing")]
    [InlineData(
        "- a: { call: http, with: { endpoint: 'http://h' } }",
        "/do/0/a/with", 2, 22, "The property `method` is missing")]
    [InlineData(
        "- a: { call: http, with: { method: get } }",
        "/do/0/a/with", 2, 22, "The property `endpoint` is missing")]
    [InlineData(
        "- a: { call: http, with: { method: gte, endpoint: 'http://h' } }",
        "/do/0/a/with/method", 2, 38, "`gte` is no HTTP method; did you mean `GET`?")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: /x } }",
        "/do/0/a/with/endpoint", 2, 53, "no absolute http or https URI")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h/{a' } }",
        "/do/0/a/with/endpoint", 2, 53, "a `{` is not closed")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h/a}' } }",
        "/do/0/a/with/endpoint", 2, 53, "a `}` has no `{` before it")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h/{?a}' } }",
        "/do/0/a/with/endpoint", 2, 53, "only plain `{name}` is supported, without `?`")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h/${ .a }' } }",
        "/do/0/a/with/endpoint", 2, 53, "an expression is the whole text")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: { url: x, uri: 'http://h' } } }",
        "/do/0/a/with/endpoint/url", 2, 55, "did you mean `uri`?")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h', headers: { 'a b': c } } }",
        "/do/0/a/with/headers/a b", 2, 76, "cannot be the name of an HTTP header")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h', headers: { a: \"b\\nc\" } } }",
        "/do/0/a/with/headers/a", 2, 79, "cannot hold line breaks")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h', query: [ a ] } }",
        "/do/0/a/with/query", 2, 72, "must be an object of names and values")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h', output: all } }",
        "/do/0/a/with/output", 2, 73, "must be one of `raw`, `content` or `response`, but is the text `all`")]
    [InlineData(
        "- a: { call: http, with: { method: get, endpoint: 'http://h', redirect: 1 } }",
        "/do/0/a/with/redirect", 2, 75, "must be `true` or `false`")]
    [InlineData("- a: { raise: { error: nope } }", "/do/0/a/raise/error", 2, 26, "`use.errors` defines no `nope`")]
    [InlineData(
        "- a: { raise: { error: { type: x } } }",
        "/do/0/a/raise/error", 2, 19, "The property `status` is missing")]
    [InlineData(
        "- a: { raise: { error: { type: x, status: '400' } } }",
        "/do/0/a/raise/error/status", 2, 45, "must be a whole number such as 400, or an expression")]
    [InlineData(
        "- a: { raise: { error: { type: 'a b', status: 400 } } }",
        "/do/0/a/raise/error/type", 2, 34, "`a b` is no URI")]
    [InlineData("- a: { raise: {} }", "/do/0/a/raise", 2, 10, "The property `error` is missing")]
    public void Read_WhenACallOrAnErrorIsWrong_SaysWhereAndWhat(
        string tasks, string pointer, int line, int column, string message) =>
        AssertOnly(tasks, pointer, line, column, message);

    private static void AssertOnly(string tasks, string pointer, int line, int column, string message)
    {
        var error = Assert.Single(Text.Errors(Text.Tasks(tasks)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((pointer, line, column), (error.Pointer, error.Line - Text.HeaderLines, error.Column));
    }
}
