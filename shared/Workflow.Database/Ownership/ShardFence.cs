using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Ownership;

/// <summary>The fence (R4): locks the rows of the shards that are still held under their claims. Whatever an owner
/// writes joins with it.</summary>
internal static class ShardFence
{
    /// <summary>Gives the column <c>shard</c>, in order. Its parameters are the first three of the statement; AddClaims
    /// adds them.</summary>
    /// <remarks>The limit keeps none out: without it a plan for any number of claims looks so much dearer than one for
    /// this one claim that the statement would be planned anew each time.</remarks>
    public const string Sql = """
        select s.shard
          from (select * from unnest($1::int[], $2::bigint[], $3::uuid[]) as c (shard, epoch, token)
                 limit cardinality($1)) c
          join shards s on s.shard = c.shard and s.epoch = c.epoch and s.token = c.token
         order by s.shard
           for share of s
        """;

    /// <summary>Adds shards, epochs and tokens, an array each.</summary>
    public static NpgsqlCommand AddClaims(this NpgsqlCommand command, IReadOnlyList<ShardClaim> claims) => command
        .AddArray(claims, NpgsqlDbType.Integer, claim => claim.Shard)
        .AddArray(claims, NpgsqlDbType.Bigint, claim => claim.Epoch)
        .AddArray(claims, NpgsqlDbType.Uuid, claim => claim.Token);

    /// <inheritdoc cref="AddClaims(NpgsqlCommand, IReadOnlyList{ShardClaim})"/>
    public static NpgsqlBatchCommand AddClaims(
        this NpgsqlBatchCommand command, IReadOnlyList<ShardClaim> claims) => command
        .AddArray(claims, NpgsqlDbType.Integer, claim => claim.Shard)
        .AddArray(claims, NpgsqlDbType.Bigint, claim => claim.Epoch)
        .AddArray(claims, NpgsqlDbType.Uuid, claim => claim.Token);
}
