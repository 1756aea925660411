using Npgsql;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Database.Agents;

/// <summary>All agents at once, as executors need them.</summary>
public sealed class AgentCatalog(NpgsqlDataSource dataSource)
{
    private const string All = """
        select name, owner_id, transport, endpoint, timeout_seconds, enabled, max_concurrency, auth::text,
               version, input_schema::text, output_schema::text, retry::text, rate_limit::text, tool
          from agents where deleted_at is null
        """;

    public async Task<Dictionary<string, AgentRow>> ReadAsync(CancellationToken ct)
    {
        var agents = new Dictionary<string, AgentRow>();
        await using var command = dataSource.CreateCommand(All);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var row = new AgentRow
            {
                Name = reader.GetString(0),
                OwnerId = reader.GetString(1),
                Transport = reader.GetString(2),
                Endpoint = reader.IsDBNull(3) ? null : reader.GetString(3),
                TimeoutSeconds = reader.IsDBNull(4) ? null : reader.GetInt32(4),
                Enabled = reader.GetBoolean(5),
                MaxConcurrency = reader.IsDBNull(6) ? null : reader.GetInt32(6),
                Auth = reader.IsDBNull(7) ? null : AgentAuth.FromJson(reader.GetString(7)),
                Version = reader.IsDBNull(8) ? null : reader.GetString(8),
                InputSchema = JsonOrNull(reader, 9),
                OutputSchema = JsonOrNull(reader, 10),
                Retry = JsonOrNull(reader, 11),
                RateLimit = reader.IsDBNull(12) ? null : RateLimit.FromJson(reader.GetString(12)),
                Tool = reader.IsDBNull(13) ? null : reader.GetString(13),
            };
            agents[row.Name] = row;
        }

        return agents;
    }

    private static RawJson? JsonOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : RawJson.FromText(row.GetString(column));
}
