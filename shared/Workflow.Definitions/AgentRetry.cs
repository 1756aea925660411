using System.Text;
using Workflow.Definitions.Syntax;
using Workflow.Model;
using Workflow.Schemas;

namespace Workflow.Definitions;

/// <summary>Reads the retry policy that an agent is registered with: the form of <c>catch.retry</c> in a definition,
/// without what only a definition can say.</summary>
public static class AgentRetry
{
    private const string Before = """
        {"document":{"dsl":"1.0.0","namespace":"agents","name":"retry","version":"1.0.0"},
         "do":[{"call":{"try":[{"one":{"wait":{"seconds":1}}}],"catch":{"retry":
        """;

    private const string After = "}}}]}";
    private const string Place = "/do/0/call/catch/retry";

    /// <returns>The policy; or why it is none, with pointers into it.</returns>
    public static (RetryPolicy? Policy, IReadOnlyList<SchemaFault> Faults) Read(RawJson text)
    {
        var read = DefinitionReader.Read(Encoding.UTF8.GetBytes($"{Before}{text}{After}"));
        if (!read.IsValid)
        {
            return (null, [.. read.Errors.Select(error => new SchemaFault(
                error.Pointer.StartsWith(Place, StringComparison.Ordinal) ? error.Pointer[Place.Length..] : "",
                error.Message, error.Expected))]);
        }

        var policy = ((TryTask)read.Definition.Do.Tasks[0]).Retry!;
        var faults = new List<SchemaFault>();
        Refuse(policy.When is not null, "/when", "Conditions belong into definitions; leave it out.");
        Refuse(policy.ExceptWhen is not null, "/exceptWhen", "Conditions belong into definitions; leave it out.");
        Refuse(policy.AttemptDuration is not null, "/limit/attempt/duration",
            "The limit of an attempt of an agent is its timeout_seconds; leave it out.");
        Refuse(IsComputed(policy), "", "An expression has nothing to work on here; write the durations out.");
        Refuse(policy is { MaxAttempts: null, TotalDuration: null }, "/limit",
            "Without a limit a failing agent would be called for ever; say limit.attempt.count or limit.duration.");
        return faults.Count == 0 ? (policy, faults) : (null, faults);

        void Refuse(bool holds, string pointer, string message)
        {
            if (holds)
            {
                faults.Add(new SchemaFault(pointer, message));
            }
        }
    }

    private static bool IsComputed(RetryPolicy policy) =>
        new[] { policy.Delay, policy.TotalDuration, policy.JitterFrom, policy.JitterTo }
            .Any(duration => duration is { Computed: not null });
}
