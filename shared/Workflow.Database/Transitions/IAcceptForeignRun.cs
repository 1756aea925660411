using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>Enters runs that others asked for on the request topic.</summary>
public interface IAcceptForeignRun
{
    Task<bool> ExistsAsync(Guid runId, CancellationToken ct);

    /// <summary>Enters the run as PENDING, or as FAILED with the reason why it cannot run. False when the id is
    /// taken.</summary>
    /// <exception cref="Npgsql.PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    Task<bool> RunAsync(ForeignRun run, string? failure, RawJson error, CancellationToken ct);
}
