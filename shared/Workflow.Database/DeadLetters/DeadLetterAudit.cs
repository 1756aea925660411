using System.Text.Json.Serialization;

namespace Workflow.Database.DeadLetters;

/// <summary>What the audit log keeps of a decision.</summary>
internal sealed record DeadLetterAudit(Guid DeadLetterId, string Topic, string? RedrivenTo, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeadLetterAudit))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
