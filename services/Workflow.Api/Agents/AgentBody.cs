using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Api.Agents;

/// <summary>Reads the body that describes an agent, with every error in it.</summary>
public static class AgentBody
{
    private const int TimeoutSecondsMax = 604_800;

    private static readonly TextField Endpoint = new(
        "endpoint", "Where the agent listens; left out for kafka.", 2_000)
    {
        Example = "http://127.0.0.1:9001/classify",
    };

    private static readonly ChoiceField Transport = new(
        "transport",
        "How tasks reach it: http posts them to the endpoint; a2a talks to the A2A server there; mcp calls a tool of "
        + "the MCP server there; kafka lets it read its topic itself.",
        AgentTransport.Http, AgentTransport.A2a, AgentTransport.Mcp, AgentTransport.Kafka)
    {
        Default = AgentTransport.Http,
    };

    private static readonly TextField Tool = new("tool", "Of mcp: name of the tool that a task calls.")
    {
        Example = "search",
    };

    private static readonly TextField Description = new("description", "For people.", 2_000);

    private static readonly NumberField TimeoutSeconds = new(
        "timeout_seconds", "Limit of one attempt; null for none.", 1, TimeoutSecondsMax);

    private static readonly NumberField MaxConcurrency = new(
        "max_concurrency", "Calls that one bridge makes of it at a time; null for the bridge's own limit.", 1, 10_000);

    private static readonly FlagField Enabled = new("enabled", "False refuses calls with an error that says so.");

    private static readonly FlagField Shared = new(
        "shared", "True lets everybody see and call it; only admins may say so.");

    public static readonly BodyShape Shape = new(
        Endpoint, Transport, Tool, Description, TimeoutSeconds, MaxConcurrency, AgentAuthBody.Field, Enabled,
        Shared, AgentTermsBody.Version, AgentTermsBody.InputSchema, AgentTermsBody.OutputSchema, AgentTermsBody.Retry,
        AgentTermsBody.RateLimit, AgentTermsBody.HealthCheck)
    {
        Example = """{"endpoint": "http://127.0.0.1:9001/classify", "timeout_seconds": 30}""",
    };

    /// <param name="auth">As <see cref="AgentAuthBody"/> read it.</param>
    /// <returns>The agent, or null when there are errors.</returns>
    public static AgentRow? Read(
        string name, string ownerId, FieldValues body, AgentAuth? auth, int depthMax, List<ProblemError> errors)
    {
        var agent = new AgentRow
        {
            Name = name,
            OwnerId = ownerId,
            Transport = body.Get(Transport, AgentTransport.Http),
            Endpoint = body.Get(Endpoint),
            Tool = body.Get(Tool),
            Description = body.Get(Description),
            TimeoutSeconds = (int?)body.OrNull(TimeoutSeconds),
            MaxConcurrency = (int?)body.OrNull(MaxConcurrency),
            Auth = auth,
            Enabled = body.Get(Enabled, true),
            Shared = body.Get(Shared),
        };
        CheckEndpoint(agent, errors);
        CheckTool(agent, errors);
        AgentTermsBody.Read(body, agent, depthMax, errors);
        if (agent is { Transport: AgentTransport.Kafka, Auth: not null })
        {
            Add(errors, "auth", "No bridge calls an agent with transport kafka; leave auth out.", null);
        }

        return errors.Count == 0 ? agent : null;
    }

    private static void CheckEndpoint(AgentRow agent, List<ProblemError> errors)
    {
        const string example = "an absolute http or https URI such as http://127.0.0.1:9001/classify";
        if (agent.Transport == AgentTransport.Kafka)
        {
            if (agent.Endpoint is not null)
            {
                Add(errors, "endpoint",
                    "An agent with transport kafka reads workflow.agent.tasks itself; leave endpoint out.", null);
            }
        }
        else if (agent.Endpoint is null)
        {
            Add(errors, "endpoint", $"An agent with transport {agent.Transport} needs an endpoint.", example);
        }
        else if (!(Uri.TryCreate(agent.Endpoint, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0))
        {
            Add(errors, "endpoint", $"'{agent.Endpoint}' cannot be called.", example + ", without user or fragment");
        }
    }

    private static void CheckTool(AgentRow agent, List<ProblemError> errors)
    {
        if (agent.Transport != AgentTransport.Mcp && agent.Tool is not null)
        {
            Add(errors, "tool", $"'tool' belongs to transport mcp, but transport is {agent.Transport}; leave it out.",
                null);
        }
        else if (agent.Transport == AgentTransport.Mcp && string.IsNullOrWhiteSpace(agent.Tool))
        {
            Add(errors, "tool", "An agent with transport mcp needs the name of a tool at its endpoint.",
                $"a name such as {Tool.Example}");
        }
    }

    private static void Add(List<ProblemError> errors, string member, string message, string? expected) =>
        errors.Add(new ProblemError($"/{member}", null, null, message, expected));
}
