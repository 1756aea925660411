using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>Reads the JSON objects of tokens and key sets: no member twice at any depth, nothing but UTF-8.</summary>
public static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <param name="json">Lives on the heap; needs no disposal.</param>
    public static bool TryReadObject(ReadOnlySpan<byte> utf8, out JsonElement json)
    {
        json = default;
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8.ToArray(), Options);
            json = document.RootElement.Clone();
            return json.ValueKind == JsonValueKind.Object;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The member's text; false if it is missing or anything else.</summary>
    public static bool TryText(this JsonElement json, string name, [NotNullWhen(true)] out string? text)
    {
        text = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member)
            ? member.TextOrNull()
            : null;
        return text is not null;
    }

    /// <summary>The texts of a member that is one text or a list of texts; null if it is anything else.</summary>
    public static IReadOnlyList<string>? TextsOrNull(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return value.TextOrNull() is { } one ? [one] : null;
        }

        var texts = value.EnumerateArray().Select(TextOrNull).ToList();
        return texts.Contains(null) ? null : texts.ConvertAll(text => text!);
    }

    private static string? TextOrNull(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return null;
        }
    }
}
