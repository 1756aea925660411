using Npgsql;
using Workflow.Database.Schema;

namespace Workflow.Database.Bridge;

/// <summary>What a bridge needs of the database: a look at tasks, a sign of life, and what bridges share about agents,
/// over few connections.</summary>
public sealed class BridgeDatabase : IAsyncDisposable
{
    private const int ConnectionsMax = 4;
    private const int StatementSecondsMax = 10;

    private readonly NpgsqlDataSource _dataSource;

    private BridgeDatabase(NpgsqlDataSource dataSource)
    {
        _dataSource = dataSource;
        Lookup = new TaskLookup(dataSource);
        Rates = new AgentRates(dataSource);
        Probes = new AgentProbes(dataSource);
        Figures = new AgentFigures(dataSource);
        Accepted = new AcceptedTasks(dataSource);
    }

    public TaskLookup Lookup { get; }

    public AgentRates Rates { get; }

    public AgentProbes Probes { get; }

    public AgentFigures Figures { get; }

    public AcceptedTasks Accepted { get; }

    /// <summary>Opens no connection yet.</summary>
    /// <param name="databaseUrl">See <see cref="DatabaseUrl"/>.</param>
    /// <exception cref="FormatException">The text is no database URL.</exception>
    public static BridgeDatabase Open(string databaseUrl)
    {
        var settings = DatabaseUrl.Parse(databaseUrl);
        settings.ApplicationName ??= "workflow-bridge";
        settings.MaxAutoPrepare = 10;
        settings.NoResetOnClose = true;
        settings.MaxPoolSize = ConnectionsMax;
        settings.CommandTimeout = StatementSecondsMax;
        return new BridgeDatabase(NpgsqlDataSource.Create(settings));
    }

    /// <summary>The row of one bridge; see <see cref="BridgePresence"/>.</summary>
    public BridgePresence PresenceOf(string id, string host, int pid) => new(_dataSource, id, host, pid);

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
}
