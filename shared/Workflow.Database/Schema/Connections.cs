using Microsoft.Extensions.Logging;
using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Schema;

/// <summary>Opens the connections of a service.</summary>
public static class Connections
{
    /// <summary>Key of the data source that <see cref="ForFlusher"/> describes.</summary>
    public const string Flusher = "flusher";

    /// <summary>Key of the data source that <see cref="ForLookups"/> describes.</summary>
    public const string Lookups = "lookups";

    /// <summary>Key of the data source that <see cref="ForReads"/> describes.</summary>
    public const string Reads = "reads";

    /// <summary>Two, so that whoever reads something large does not hold up all others.</summary>
    private const int LookupsMax = 2;

    /// <summary>So many pages are read at a time; others wait for theirs.</summary>
    private const int ReadsMax = 10;

    /// <summary>Statements whose plans a connection keeps: those of a list take 0.8 MB of the server.</summary>
    private const int ReadsKept = 30;

    /// <param name="databaseUrl">As <see cref="DatabaseUrl"/> reads it.</param>
    /// <param name="application">Names the connections in pg_stat_activity, unless the URL does.</param>
    /// <exception cref="FormatException">The URL cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Read(string databaseUrl, string application)
    {
        var url = DatabaseUrl.Parse(databaseUrl);
        url.ApplicationName ??= application;

        // A process that is frozen in the middle of a transaction must not hold its locks against the others.
        url.Options ??= "-c idle_in_transaction_session_timeout=10000";

        // Nothing is left behind on a connection that would have to be reset.
        url.NoResetOnClose = true;
        return url;
    }

    /// <summary>The one connection on which a flusher repeats its statements.</summary>
    /// <remarks>From a pool, which passes its connections round, each flush would find another server process with cold
    /// caches. And a statement is planned once, perhaps when its tables are still empty: it must not read them whole
    /// for that.</remarks>
    public static NpgsqlConnectionStringBuilder ForFlusher(NpgsqlConnectionStringBuilder settings) =>
        Few(settings, 1);

    /// <summary>The few connections on which single rows are looked up, many by one statement. It is as with
    /// <see cref="ForFlusher"/>.</summary>
    /// <remarks>A plan for any number of ids looks dearer than one for a single id, so that for lone readers each would
    /// be made anew, though it is the same.</remarks>
    public static NpgsqlConnectionStringBuilder ForLookups(NpgsqlConnectionStringBuilder settings)
    {
        var few = Few(settings, LookupsMax);
        few.Options += " -c plan_cache_mode=force_generic_plan";
        return few;
    }

    /// <summary>The connections on which pages of lists and of steps are read. Statements that come again keep their
    /// plan, for any parameters: to plan a page takes several times as long as to read it.</summary>
    /// <remarks>For statements that read by keys or in the order of an index only, whatever is asked for.</remarks>
    public static NpgsqlConnectionStringBuilder ForReads(NpgsqlConnectionStringBuilder settings)
    {
        var reads = Few(settings, ReadsMax);
        reads.Options += " -c plan_cache_mode=force_generic_plan";
        reads.MaxAutoPrepare = ReadsKept;
        reads.AutoPrepareMinUsages = 2;
        return reads;
    }

    /// <param name="loggers">Told of Npgsql's own messages; null for nobody.</param>
    public static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder settings, ILoggerFactory? loggers = null)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseLoggerFactory(loggers);
        RowTypes.Map(builder);
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder Few(NpgsqlConnectionStringBuilder settings, int count) =>
        new(settings.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = count,
            Options = $"{settings.Options} -c enable_seqscan=off",
        };
}
