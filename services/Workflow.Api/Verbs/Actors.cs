using System.Diagnostics;
using Workflow.Api.Http;
using Workflow.Database.Audit;

namespace Workflow.Api.Verbs;

/// <summary>Callers as the audit log knows them.</summary>
public static class Actors
{
    /// <summary>The caller, with the trace of the request that is being served, if any.</summary>
    public static Actor Of(Caller caller) => new(caller.OwnerId, Activity.Current?.TraceId.ToHexString());
}
