namespace Workflow.Definitions.Reading;

/// <summary>The objects of the DSL's reference (1.0), as far as they are read, and the words refused by name.</summary>
internal static class Shapes
{
    public static readonly Shape Workflow = Shape.Of(
        "document", "input", "use", "do", "timeout", "output", "schedule", "evaluate");

    public static readonly Shape Evaluate = Shape.Of("language", "mode");

    public static readonly Shape Schedule = Shape.Of("every", "cron", "after", "on");

    public static readonly Shape ScheduleOn = Shape.Of("one", "any", "all").ButNotYet("until") with
    {
        InsteadOf = "let the run that the first event starts `listen` for the others",
    };

    public static readonly Shape Document =
        Shape.Of("dsl", "namespace", "name", "version", "title", "summary", "tags", "metadata");

    public static readonly Shape Use = Shape.Of(
        "authentications", "catalogs", "errors", "extensions", "functions", "retries", "secrets", "timeouts");

    public static readonly Shape Catalog = Shape.Of("endpoint");

    public static readonly Shape Extension = Shape.Of("extend", "when", "before", "after");

    public static readonly Shape Input = Shape.Of("schema", "from");

    public static readonly Shape Transform = Shape.Of("schema", "as");

    public static readonly Shape Schema = Shape.Of("format", "document", "resource");

    public static readonly Shape Timeout = Shape.Of("after");

    public static readonly Shape Duration = Shape.Of("days", "hours", "minutes", "seconds", "milliseconds");

    public static readonly Shape Http =
        Shape.Of("method", "endpoint", "headers", "body", "query", "output", "redirect");

    public static readonly Shape Endpoint = Shape.Of("uri", "authentication");

    public static readonly Shape For = Shape.Of("each", "in", "at", "parallel")
        .Belongs("while", "beside `for`, in the task").Belongs("do", "beside `for`, in the task");

    public static readonly Shape Fork = Shape.Of("branches", "compete");

    public static readonly Shape Case = Shape.Of("when", "then");

    public static readonly Shape Raise = Shape.Of("error");

    public static readonly Shape Error = Shape.Of("type", "status", "instance", "title", "detail");

    public static readonly Shape Run = Shape.Of("workflow", "shell", "script", "container", "await", "return");

    public static readonly Shape Subflow = Shape.Of("namespace", "name", "version", "input")
        .Belongs("await", "beside `workflow`");

    public static readonly Shape Emit = Shape.Of("event");

    public static readonly Shape EmitEvent = Shape.Of("with");

    public static readonly Shape Listen = Shape.Of("to", "read").Belongs("foreach", "beside `listen`, in the task");

    public static readonly Shape Foreach = Shape.Of("item", "at", "do", "output", "export")
        .Belongs("each", "in a `for`; here the event is named by `item`")
        .Belongs("as", "in `output` or `export`").Belongs("while", "in a `for`; here `until` ends it, in `listen.to`");

    public static readonly Shape ListenTo = Shape.Of("one", "any", "all", "until");

    public static readonly Shape ListenUntil = Shape.Of("one", "any", "all");

    public static readonly Shape EventFilter = Shape.Of("with", "correlate");

    public static readonly Shape Correlation = Shape.Of("from", "expect");

    public static readonly Shape Approval = Shape.Of("title", "prompt");

    public static readonly Shape Catch = Shape.Of("errors", "as", "when", "exceptWhen", "retry", "do")
        .Belongs("with", "in `errors`");

    public static readonly Shape Errors = Shape.Of("with");

    public static readonly Shape ErrorFilter = Shape.Of("type", "status", "instance", "title", "detail", "details");

    public static readonly Shape Retry = Shape.Of("when", "exceptWhen", "delay", "backoff", "limit", "jitter")
        .Belongs("attempt", "in `limit`").Belongs("count", "in `limit.attempt`");

    public static readonly Shape Backoff = Shape.Of("constant", "linear", "exponential");

    public static readonly Shape Nothing = new("an empty object", [], [], new Dictionary<string, string>());

    public static readonly Shape RetryLimit = Shape.Of("attempt", "duration").Belongs("count", "in `attempt`");

    public static readonly Shape RetryAttempt = Shape.Of("count", "duration");

    public static readonly Shape Jitter = Shape.Of("from", "to");
}
