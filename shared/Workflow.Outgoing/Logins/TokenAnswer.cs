using System.Globalization;
using System.Text.Json;
using Workflow.Model;

namespace Workflow.Outgoing.Logins;

/// <summary>What a token endpoint gave (RFC 6749, 5.1).</summary>
/// <param name="Token">To be sent as bearer token; printable ASCII.</param>
/// <param name="Life">How long it may be used.</param>
/// <param name="RefreshToken">Gives the next one without the grant; null for none.</param>
public sealed record TokenAnswer(string Token, TimeSpan Life, string? RefreshToken)
{
    private const int TextMax = 200;

    /// <summary>How long a token is used whose answer does not tell; once refused, it is left anyway.</summary>
    private static readonly TimeSpan Untold = TimeSpan.FromMinutes(5);

    /// <summary>A token is left this long before its end, or a tenth of its life if that is less.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>Until when it is used that was asked for at a moment.</summary>
    public DateTimeOffset GoodUntil(DateTimeOffset asked) => asked + Life - (Life / 10 < Margin ? Life / 10 : Margin);

    /// <returns>Null when there is no bearer token in it.</returns>
    public static TokenAnswer? Read(ReadOnlyMemory<byte> body)
    {
        if (!TryParse(body, out var answer) || Text(answer, "access_token") is not { Length: > 0 } token
            || !token.All(c => c is > ' ' and <= '~')
            || Text(answer, "token_type") is { } type && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var life = Seconds(answer) is { } seconds ? TimeSpan.FromSeconds(seconds) : Untold;
        return new TokenAnswer(token, life, Text(answer, "refresh_token") is { Length: > 0 } refresh ? refresh : null);
    }

    /// <summary>What an endpoint says of its refusal (5.2), in parentheses, or nothing.</summary>
    /// <param name="clean">Takes out what must not be told.</param>
    public static string Refusal(ReadOnlyMemory<byte> body, Func<string, string> clean)
    {
        var said = TryParse(body, out var answer)
            ? string.Join(": ", new[] { Text(answer, "error"), Text(answer, "error_description") }.OfType<string>())
            : "";
        said = clean(said);
        return said.Length == 0 ? "" : $" ({Excerpt.Of(said, TextMax)})";
    }

    // A record would show its members.
    public override string ToString() => $"a token for {Life}";

    /// <summary>Some say the number as a text. A year at most, so that no clock overflows.</summary>
    private static double? Seconds(JsonElement answer)
    {
        const double most = 365 * 86_400;
        return answer.TryGetProperty("expires_in", out var given)
            && double.TryParse(given.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 ? Math.Min(seconds, most) : null;
    }

    private static bool TryParse(ReadOnlyMemory<byte> body, out JsonElement answer)
    {
        answer = default;
        try
        {
            using var document = JsonDocument.Parse(body);
            answer = document.RootElement.Clone();
            return answer.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement answer, string name)
    {
        try
        {
            return answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }
}
