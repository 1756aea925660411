using System.Diagnostics.CodeAnalysis;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;

namespace Workflow.Api.Executions.Starting;

/// <summary>The <c>Idempotency-Key</c> header: what a caller sends again when it does not know whether a start was
/// taken.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>Set on an answer that repeats an earlier one.</summary>
    public const string RepeatedHeader = "Idempotency-Replayed";

    private const int LengthMax = 255;

    /// <summary>The header as the API's document tells it.</summary>
    public static readonly TextField Field = new(
        Header, "Send the same key again when it is not known whether a start was taken.", LengthMax);

    /// <param name="key">Null when the header is absent.</param>
    public static bool TryRead(HttpRequest request, out string? key, [NotNullWhen(false)] out Problem? problem)
    {
        key = null;
        problem = null;
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return true;
        }

        key = values.ToString();
        problem = values.Count == 1 && key.Length is > 0 and <= LengthMax && key.All(c => c is >= ' ' and <= '~')
            ? null
            : Problems.InvalidParameter(Header, key, $"Send one key of 1 to {LengthMax} printable ASCII characters.");
        return problem is null;
    }
}
