using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;

namespace Workflow.Database.Accounts;

/// <summary>Keeps API keys.</summary>
public sealed class ApiKeyStore(NpgsqlDataSource dataSource)
{
    private const string Columns =
        "id, owner_id, name, hint, scopes, created_at, expires_at, revoked_at, last_used_at";

    private const string Insert = """
        with known as (
            select (select count(*) from api_keys
                     where owner_id = $2 and revoked_at is null and (expires_at is null or expires_at > now())
                   ) < $9 as has_room,
                   $8::uuid is null
                   or exists (select from api_keys where id = $8 and revoked_at is null) as has_creator
        ), added as (
            insert into api_keys (id, owner_id, name, hint, key_hash, scopes, expires_at, created_by_key)
            select $1, $2, $3, $4, $5, $6, $7, $8 from known where has_room and has_creator
            returning created_at
        ), noted as (
            insert into audit_log (who, verb, owner_id, detail, request_id)
            select $10, 'create_api_key', $2,
                   json_build_object('api_key_id', $1, 'name', $3, 'scopes', $6, 'created_by_key', $8), $11
              from added
        )
        select has_room, has_creator, created_at from known left join added on true
        """;

    // Written at most once a minute, so that a busy key costs no more than a quiet one.
    private const string Use = $"""
        with found as (
            select {Columns} from api_keys
             where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())
        ), used as (
            update api_keys k set last_used_at = now() from found f
             where k.id = f.id and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
        )
        select {Columns} from found
        """;

    private const string List = $"""
        select {Columns} from api_keys
         where owner_id = coalesce($1, owner_id) and id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
         order by id desc limit $3
        """;

    private const string Find =
        $"select {Columns} from api_keys where id = $1 and owner_id = coalesce($2, owner_id)";

    private const string Revoke = """
        with recursive gone as (
            select id from api_keys where id = $1 and owner_id = coalesce($2, owner_id)
            union
            select k.id from api_keys k join gone g on k.created_by_key = g.id
        ), revoked as (
            update api_keys set revoked_at = now() where id in (select id from gone) and revoked_at is null
            returning id, owner_id, name
        ), noted as (
            insert into audit_log (who, verb, owner_id, detail, request_id)
            select $3, 'revoke_api_key', owner_id, json_build_object('api_key_id', id, 'name', name), $4 from revoked
        )
        select exists (select from gone)
        """;

    /// <param name="keysMax">Keys that the owner may have at a time.</param>
    /// <returns>The time of the row, if it was added.</returns>
    public async Task<(AddKeyOutcome Outcome, DateTimeOffset CreatedAt)> AddAsync(
        NewApiKey key, int keysMax, Actor by, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Insert)
            .Add(key.Id).Add(key.OwnerId).Add(key.Name).Add(key.Hint).Add(key.Hash).Add(key.Scopes.ToArray())
            .AddTime(key.ExpiresAt).Add(key.CreatedByKey).Add((long)keysMax).Add(by.Who).Add(by.RequestId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return !reader.GetBoolean(1) ? (AddKeyOutcome.CreatorRevoked, default)
            : !reader.GetBoolean(0) ? (AddKeyOutcome.TooMany, default)
            : (AddKeyOutcome.Added, reader.GetFieldValue<DateTimeOffset>(2));
    }

    /// <summary>The key with this hash, if it may be used; that it is used is noted.</summary>
    public Task<ApiKeyRow?> UseAsync(byte[] hash, CancellationToken ct) =>
        FirstAsync(dataSource.CreateCommand(Use).Add(hash), ct);

    /// <param name="sees">Owner whose keys may be found; null for everybody's.</param>
    public Task<ApiKeyRow?> FindAsync(string? sees, Guid id, CancellationToken ct) =>
        FirstAsync(dataSource.CreateCommand(Find).Add(id).Add(sees), ct);

    /// <summary>Keys, the newest first, at most <paramref name="limit"/>, after the given one.</summary>
    /// <param name="sees">Owner whose keys are listed; null for everybody's.</param>
    public async Task<List<ApiKeyRow>> ListAsync(string? sees, Guid? after, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(List).Add(sees).Add(after).Add(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<ApiKeyRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(RowOf(reader));
        }

        return rows;
    }

    /// <summary>Revokes the key, and every key that it or one of those has made.</summary>
    /// <param name="sees">Owner whose keys may be revoked; null for everybody's.</param>
    /// <returns>False when there is no such key.</returns>
    public async Task<bool> RevokeAsync(string? sees, Guid id, Actor by, CancellationToken ct)
    {
        await using var command =
            dataSource.CreateCommand(Revoke).Add(id).Add(sees).Add(by.Who).Add(by.RequestId);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<ApiKeyRow?> FirstAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? RowOf(reader) : null;
        }
    }

    private static ApiKeyRow RowOf(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
        reader.GetFieldValue<string[]>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.TimeOrNull(6),
        reader.TimeOrNull(7), reader.TimeOrNull(8));
}
