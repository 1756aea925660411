namespace Workflow.IntegrationTests.Contract;

/// <summary>How to provoke an answer.</summary>
/// <param name="Route">Method and path as in the document.</param>
/// <param name="Problem">End of the problem's type; null for an answer that is none.</param>
/// <param name="Make">Prepares what is needed and gives the request.</param>
internal sealed record Recipe(string Route, int Status, string? Problem, Func<ContractWorld, Task<Ask>> Make)
{
    public Recipe(string route, int status, Func<ContractWorld, Task<Ask>> make)
        : this(route, status, null, make)
    {
    }

    public Recipe(string route, int status, string? problem, Func<ContractWorld, Ask> make)
        : this(route, status, problem, world => Task.FromResult(make(world)))
    {
    }

    public Recipe(string route, int status, Func<ContractWorld, Ask> make)
        : this(route, status, null, make)
    {
    }

    public bool IsFor(DocumentedAnswer answer) =>
        Route == $"{answer.Route}" && Status == answer.Status && Problem == answer.Problem;

    public override string ToString() => $"{Route} {Status}{(Problem is null ? "" : $" {Problem}")}";
}
