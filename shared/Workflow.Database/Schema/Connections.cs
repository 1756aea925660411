using Microsoft.Extensions.Logging;
using Npgsql;

namespace Workflow.Database.Schema;

/// <summary>Opens the database of a service.</summary>
public static class Connections
{
    /// <param name="databaseUrl">As <see cref="DatabaseUrl"/> reads it.</param>
    /// <param name="application">Names the connections in pg_stat_activity, unless the URL does.</param>
    /// <exception cref="FormatException">The URL cannot be read.</exception>
    public static NpgsqlDataSource Open(string databaseUrl, string application, ILoggerFactory loggers)
    {
        var url = DatabaseUrl.Parse(databaseUrl);
        url.ApplicationName ??= application;

        // A process that is frozen in the middle of a transaction must not hold its locks against the others.
        url.Options ??= "-c idle_in_transaction_session_timeout=10000";

        // Nothing is left behind on a connection that would have to be reset.
        url.NoResetOnClose = true;
        var builder = new NpgsqlDataSourceBuilder(url.ConnectionString);
        builder.UseLoggerFactory(loggers);
        return builder.Build();
    }
}
