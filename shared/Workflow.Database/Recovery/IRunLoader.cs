using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>Reads runs whole: definition, input, recorded steps, unread inbox.</summary>
public interface IRunLoader
{
    /// <summary>The runs that exist among <paramref name="runIds"/>.</summary>
    Task<IReadOnlyList<LoadedRun>> LoadAsync(Guid[] runIds, CancellationToken ct);
}
