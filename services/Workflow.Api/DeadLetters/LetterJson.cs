using System.Text.Json.Serialization;

namespace Workflow.Api.DeadLetters;

/// <summary>JSON of what letters carry.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LetterJson : JsonSerializerContext;
