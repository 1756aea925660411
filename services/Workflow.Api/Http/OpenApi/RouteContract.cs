using Workflow.Api.Http.Fields;

namespace Workflow.Api.Http.OpenApi;

/// <summary>An answer that a route gives when all is well.</summary>
/// <param name="Shape">Type of the body; null for none.</param>
public sealed record RouteAnswer(int Status, Type? Shape, string Description, string MediaType = "application/json");

/// <summary>What a route takes and answers, as the API's document tells it.</summary>
public sealed class RouteContract(string tag, string summary)
{
    public string Tag => tag;

    public string Summary => summary;

    public QueryShape? Query { get; set; }

    public BodyShape? Body { get; set; }

    /// <summary>Media types and an example of a body that has no <see cref="Body"/> shape.</summary>
    public (string[] MediaTypes, string Example)? Document { get; set; }

    /// <summary>Parameters of the path that take names, not only ids.</summary>
    public HashSet<string> Names { get; } = [];

    public List<Field> Headers { get; } = [];

    /// <summary>Whether the answer 200 has an <c>ETag</c>.</summary>
    public bool IsTagged { get; set; }

    public List<RouteAnswer> Answers { get; } = [];

    public List<ProblemType> Problems { get; } = [];
}
