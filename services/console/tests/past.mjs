// Many runs of the past, put straight into the database of the stack under test.
import postgres from 'postgres';

/** Runs of one workflow, evenly over the last three days: one in fifty failed, one in a thousand cancelled. The failed
 *  one nearest to noon of yesterday says in its error `needle`, and has the steps that led there.
 *  @returns Its id. */
export async function fillPast({ workflow, name, rows, needle }) {
  const sql = postgres(process.env.DATABASE_URL, { max: 1, onnotice: () => undefined });
  try {
    const noon = new Date(new Date().setHours(12, 0, 0, 0) - 24 * 3_600_000);
    await sql.unsafe(runs, [rows, workflow, name, noon.toISOString(), needle]);
    const [{ run_id: id }] = await sql.unsafe('select run_id from workflow_runs where error_message = $1', [needle]);
    await sql.unsafe(steps, [id]);
    await sql.unsafe('analyze workflow_runs');
    return id;
  } finally {
    await sql.end();
  }
}

// Ids are UUIDv7 of the moment of acceptance, as those of the API.
const runs = `
  insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, shard, status, labels,
                             business_key, input_data, output_data, error, error_message, total_steps, revision,
                             created_at, started_at, completed_at)
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
          || '8' || substr(md5(n::text), 5, 15))::uuid,
         d.id, '1.0.0', $3, d.owner_id, n % 16, status, '{}', 'order-' || n, json_build_object('order', n),
         case when status = 'COMPLETED' then json_build_object('charged', true) end,
         case when status = 'FAILED' then json_build_object('type', 'https://example.com/errors/card',
              'status', 422, 'title', message) end,
         message, 2, 2, at, at + interval '40 ms', at + interval '40 ms' + interval '1 ms' * (50 + n * 7 % 3000)
    from (select n, at, status,
                 case when status = 'FAILED' and at = max(at) filter (where status = 'FAILED' and at <= $4) over ()
                      then $5 when status = 'FAILED' then 'The card of order ' || n || ' was refused' end as message
            from (select n, now() - interval '5 min' - n * (interval '3 days' / $1::integer) as at,
                         case when n % 50 = 9 then 'FAILED' when n % 1000 = 7 then 'CANCELLED' else 'COMPLETED' end
                             as status
                    from generate_series(1, $1::integer) as n) as numbered) as told,
         workflow_definitions d
   where d.id = $2::uuid`;

const steps = `
  insert into step_executions (run_id, step_path, step_id, step_type, status, input_data, error, error_message,
                               started_at, completed_at, began_revision, ended_revision, metadata)
  select run_id, '/do/0/charge', 'charge', 'data_processing', 'FAILED', input_data, error, error_message,
         started_at, completed_at, 1, 2, '{}'
    from workflow_runs where run_id = $1::uuid`;
