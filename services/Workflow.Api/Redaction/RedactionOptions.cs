namespace Workflow.Api.Redaction;

/// <summary>What the API keeps to itself. Environment: WORKFLOW_REDACT_ and the option's name.</summary>
public sealed record RedactionOptions
{
    public const string Prefix = "WORKFLOW_REDACT";

    /// <summary>Values that are shown as <c>[redacted]</c> in inputs, outputs and errors of runs and steps, wherever
    /// the API tells them: paths such as <c>$.customer.iban</c> or <c>$..password</c>, comma separated; see
    /// <see cref="Model.RedactionPath"/>. Empty (the default) for none.</summary>
    public string Paths { get; init; } = "";
}
