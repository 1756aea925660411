using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Schema;
using Workflow.Definitions;
using Workflow.Model;
using Workflow.Schemas;

namespace Workflow.Api.Agents;

/// <summary>Reads what an agent takes and gives, how it is called again and how often, and where to look whether it is
/// well.</summary>
public static class AgentTermsBody
{
    public static readonly TextField Version = new("version", "A label of the agent's own, for people.", 100)
    {
        Example = "2.3.1",
    };

    public static readonly ObjectField InputSchema = new(
        "input_schema", "JSON Schema of what it takes: another input fails the step before the agent is called.");

    public static readonly ObjectField OutputSchema = new(
        "output_schema", "JSON Schema of what it gives: another output fails the attempt.");

    public static readonly ObjectField Retry = new(
        "retry",
        "How a failed call is tried again where the definition says nothing, in the form of catch.retry. Only timeouts "
        + "and the statuses 408, 429 and 500 to 599 are tried again.");

    private static readonly NumberField Calls = new(
        "calls", "Calls that may begin within any such period.", 1, Model.RateLimit.CallsMax) { IsRequired = true };

    private static readonly NumberField PeriodSeconds = new(
        "period_seconds", "The period.", 1, Model.RateLimit.PeriodSecondsMax) { IsRequired = true };

    private static readonly TextField Path = new("path", "At the origin of the endpoint.", 2_000)
    {
        Example = "/healthz",
    };

    private static readonly TextField Url = new("url", "Instead of path: an absolute http or https URI.", 2_000);

    private static readonly NumberField IntervalSeconds = new(
        "interval_seconds", "From one look to the next.", 1, 86_400)
    {
        Default = Model.HealthCheck.IntervalSecondsDefault,
    };

    private static readonly NumberField TimeoutSeconds = new("timeout_seconds", "Of one look.", 1, 60)
    {
        Default = Model.HealthCheck.TimeoutSecondsDefault,
    };

    private static readonly BodyShape RateShape = new(Calls, PeriodSeconds)
    {
        Example = """{"calls": 60, "period_seconds": 60}""",
    };

    private static readonly BodyShape CheckShape = new(Path, Url, IntervalSeconds, TimeoutSeconds)
    {
        Example = """{"path": "/healthz"}""",
    };

    public static readonly ShapeField RateLimit = new(
        "rate_limit", "How often it is called, over all bridges.", RateShape);

    public static readonly ShapeField HealthCheck = new(
        "health_check", "Where bridges look whether it is well: a GET that is answered with 2xx.", CheckShape);

    /// <summary>Puts what the body says into the agent, and what is wrong with it into the errors.</summary>
    public static void Read(FieldValues body, AgentRow agent, int depthMax, List<ProblemError> errors)
    {
        agent.Version = body.Get(Version);
        agent.InputSchema = Schema(body, InputSchema, errors);
        agent.OutputSchema = Schema(body, OutputSchema, errors);
        agent.Retry = body.OrNull(Retry);
        if (agent.Retry is { } retry)
        {
            Add(errors, "/retry", AgentRetry.Read(retry).Faults, "");
        }

        if (Members(body, RateLimit, RateShape, depthMax, errors) is { } rate)
        {
            agent.RateLimit = new RateLimit((int)rate.Get(Calls), (int)rate.Get(PeriodSeconds));
        }

        if (Members(body, HealthCheck, CheckShape, depthMax, errors) is { } check)
        {
            agent.HealthCheck = new HealthCheck(
                (int)check.Get(IntervalSeconds, Model.HealthCheck.IntervalSecondsDefault),
                (int)check.Get(TimeoutSeconds, Model.HealthCheck.TimeoutSecondsDefault))
            {
                Path = check.Get(Path),
                Url = check.Get(Url),
            };
            CheckAddress(agent.HealthCheck, errors);
        }

        if (agent.Transport == "kafka")
        {
            RefuseForKafka(agent.RateLimit, RateLimit, errors);
            RefuseForKafka(agent.HealthCheck, HealthCheck, errors);
        }
    }

    private static RawJson? Schema(FieldValues body, ObjectField field, List<ProblemError> errors)
    {
        var schema = body.OrNull(field);
        if (schema is { } text)
        {
            Add(errors, $"/{field.Name}", JsonSchema.Read(text).Faults, "It ");
        }

        return schema;
    }

    private static FieldValues? Members(
        FieldValues body, ShapeField field, BodyShape shape, int depthMax, List<ProblemError> errors)
    {
        if (!body.Has(field))
        {
            return null;
        }

        var members = new FieldValues();
        if (shape.Read(body.Get(field).Utf8, depthMax, members, $"/{field.Name}") is not { } problem)
        {
            return members;
        }

        errors.AddRange((ProblemError[])problem.Facts!["errors"]!);
        return null;
    }

    private static void CheckAddress(HealthCheck check, List<ProblemError> errors)
    {
        const string at = "/health_check";
        if (check.Path is null == check.Url is null)
        {
            errors.Add(new ProblemError(at, null, null, "It needs either path or url.", """{"path": "/healthz"}"""));
        }
        else if (check.Path is { } path
            && (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\')
                || path.Contains('#')))
        {
            errors.Add(new ProblemError($"{at}/path", null, null, $"'{path}' is no path.", "a path such as /healthz"));
        }
        else if (check.Url is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0))
        {
            errors.Add(new ProblemError($"{at}/url", null, null, $"'{text}' cannot be called.",
                "an absolute http or https URI without user or fragment"));
        }
    }

    private static void RefuseForKafka(object? given, Field field, List<ProblemError> errors)
    {
        if (given is not null)
        {
            errors.Add(new ProblemError($"/{field.Name}", null, null,
                $"No bridge calls an agent with transport kafka; leave {field.Name} out.", null));
        }
    }

    private static void Add(
        List<ProblemError> errors, string at, IReadOnlyList<SchemaFault> faults, string subject) =>
        errors.AddRange(faults.Select(fault => new ProblemError(
            at + fault.Pointer, null, null, subject.Length == 0 ? fault.Message : $"{subject}{fault.Message}.",
            fault.Expected)));
}
