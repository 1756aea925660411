using System.Text.Json;

namespace Workflow.IntegrationTests.Contract;

/// <summary>What came back.</summary>
/// <param name="Text">Empty for a stream.</param>
internal sealed record Answer(int Status, string? MediaType, string Text, IReadOnlyCollection<string> Headers)
{
    /// <summary>End of the problem's type; null when it is no problem.</summary>
    public string? Problem => MediaType != "application/problem+json" ? null
        : JsonDocument.Parse(Text).RootElement.GetProperty("type").GetString()!.Split('/')[^1];

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var isEndless = mediaType == "text/event-stream" || (int)response.StatusCode == 101;
        return new Answer(
            (int)response.StatusCode, mediaType,
            isEndless ? "" : await response.Content.ReadAsStringAsync(),
            [.. response.Headers.Concat(response.Content.Headers).Select(header => header.Key)]);
    }

    public bool Is(DocumentedAnswer promised) => Status == promised.Status && Problem == promised.Problem;

    public override string ToString() => $"{Status} {MediaType} {(Text.Length > 300 ? Text[..300] + "…" : Text)}";
}
