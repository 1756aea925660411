using System.Net;

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
        ["POST /api/workflows/{workflow_id}/execute"] = """{"input_data": {"a": 1}}""",
    };
}
