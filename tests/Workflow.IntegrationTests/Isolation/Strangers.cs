using System.Net;
using Workflow.IntegrationTests.Api;

namespace Workflow.IntegrationTests.Isolation;

/// <summary>What a stranger sends to each route that takes a body, about things of somebody else. A route that is not
/// here, takes a body and has no example that does, fails the test: whoever adds one says how it could be
/// misused.</summary>
internal static class Strangers
{
    /// <summary>Routes whose refusal says that there is such a thing, because its name is everybody's.</summary>
    public static readonly IReadOnlyDictionary<string, HttpStatusCode> OtherRefusals =
        new Dictionary<string, HttpStatusCode>
        {
            ["PUT /api/v1/agents/{name}"] = HttpStatusCode.Conflict,
        };

    /// <param name="victim">Whose things are named.</param>
    public static IReadOnlyDictionary<string, string> BodiesAgainst(Belongings victim) => new Dictionary<string, string>
    {
        ["POST /api/v1/workflows"] = Documents.Calling(victim.Agent, $"x-{victim.Secret}"),
        ["POST /api/v1/workflows/validate"] = Documents.Running(victim.Secret),
        ["POST /api/v1/workflows/simulate"] = $$"""{"execution_id": "{{victim.Runs[0]}}"}""",
        ["POST /api/v1/executions"] = $$"""{"type": "workflow", "target_id": "{{victim.Workflow}}"}""",
        ["POST /api/v1/api-keys"] = """{"name": "mine"}""",
        ["POST /api/v1/webhooks"] = $$"""
            {"url": "https://hooks.example/x", "workflow_id": "{{victim.Workflow}}"}
            """,
        ["POST /api/v1/events"] = $$"""{"type": "t", "subject": "{{victim.Runs[0]}}", "source": "/executions"}""",
        ["POST /api/v1/batches"] = $$"""{"verb": "cancel", "ids": ["{{victim.Runs[0]}}"], "dry_run": true}""",
        ["POST /api/v1/schedules"] = $$"""{"name": "mine", "workflow": "{{victim.Workflow}}", "cron": "@daily"}""",
        ["POST /api/v1/schedules/preview"] = """{"cron": "@daily"}""",
        ["POST /api/v1/executions/batch-status"] = $$"""{"ids": ["{{victim.Runs[0]}}"]}""",
        ["POST /api/v1/dead-letters/redrive"] = """{"all": true}""",
        ["POST /api/v1/dead-letters/discard"] = """{"all": true}""",
        ["PUT /api/v1/workflows/{id}"] = Documents.Local(victim.Secret, "2.0.0"),
    };
}
