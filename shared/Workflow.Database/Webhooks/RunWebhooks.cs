namespace Workflow.Database.Webhooks;

/// <summary>The SQL by which whatever enters a run fixes who is told about it.</summary>
internal static class RunWebhooks
{
    /// <summary>Value of <c>workflow_runs.webhooks</c> for a new row.</summary>
    /// <param name="owner">SQL of the owner's id.</param>
    /// <param name="workflow">SQL of the workflow's id.</param>
    /// <param name="given">SQL of the receiver that the start names, as jsonb; null when it names none.</param>
    public static string Sql(string owner, string workflow, string given)
    {
        var registered = $"""
            (select jsonb_agg(jsonb_build_object('id', k.id, 'url', k.url, 'host', k.host, 'events', k.events)
                              order by k.id)
               from webhooks k
              where k.owner_id = {owner} and (k.workflow_id is null or k.workflow_id = {workflow}))
            """;
        // Looked at once per statement: where nobody has registered any, the runs cost nothing.
        return $"""
            case when {given} is null and not exists (select from webhooks) then null
                 when {given} is null then {registered}
                 else {given} || coalesce({registered}, '[]') end
            """;
    }

    /// <summary>The same where no receiver can be named.</summary>
    public static string Sql(string owner, string workflow) => Sql(owner, workflow, "null::jsonb");
}
