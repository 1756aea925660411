using System.Text;
using Workflow.Jq;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Tools.Logins;

/// <summary>What one call logs in with, and what must not come back of it.</summary>
/// <param name="Authorization">Value of the header; null adds none.</param>
public sealed record ToolLogin(string? Authorization, Redaction Redaction)
{
    public static readonly ToolLogin None = new(null, Redaction.None);

    /// <summary>Who logs in: the same for the same, whatever is sent for them. Holds secrets: only to be
    /// hashed.</summary>
    public string Key { get; init; } = Authorization ?? "";

    /// <summary>The DSL's <c>$authorization</c>: scheme and parameter; null when nobody logs in. Recorded
    /// nowhere.</summary>
    public JqValue Descriptor
    {
        get
        {
            if (Authorization?.Split(' ', 2) is not [var scheme, var parameter])
            {
                return JqValue.Null;
            }

            return JqValue.Object(
            [
                KeyValuePair.Create("scheme", JqValue.String(scheme)),
                KeyValuePair.Create("parameter", JqValue.String(parameter)),
            ]);
        }
    }

    /// <summary>Asked after a 401; null when nothing else can be tried.</summary>
    internal AnswerRefusal? Again { get; init; }

    public static ToolLogin Bearer(string token, params IEnumerable<string> secrets) =>
        new($"Bearer {token}", new Redaction([token, .. secrets]));

    public static ToolLogin Basic(string username, string password, params IEnumerable<string> secrets)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return new ToolLogin($"Basic {pair}", new Redaction([password, pair, .. secrets]));
    }

    /// <summary>The same login, with more that must not come back.</summary>
    internal ToolLogin Hiding(IReadOnlyList<string> values) => this with
    {
        Redaction = Redaction.With(values),
        Again = Again is not { } again ? null : async (refusal, ct) => await again(refusal, ct) is not { } other ? null
            : other.Fault is null ? ToolLoginReading.Of(other.Login.Hiding(values)) : other,
    };

    /// <summary>The value without what was logged in with.</summary>
    public JqValue Clean(JqValue value)
    {
        if (ReferenceEquals(Redaction, Redaction.None))
        {
            return value;
        }

        var text = value.ToUtf8();
        var clean = Redaction.Clean(new RawJson(text));
        return clean.Utf8.Equals(text) ? value : JqValue.Parse(clean.Utf8.Span);
    }

    /// <summary>Bytes that are not JSON, without what was logged in with.</summary>
    public byte[] Clean(byte[] bytes)
    {
        if (ReferenceEquals(Redaction, Redaction.None))
        {
            return bytes;
        }

        // Every byte is a character: what is not touched stays as it is, whatever the bytes mean.
        var text = Encoding.Latin1.GetString(bytes);
        var clean = Redaction.CleanOutput(text);
        return clean == text ? bytes : Encoding.Latin1.GetBytes(clean);
    }

    // A record would show its members.
    public override string ToString() => Authorization is null ? "no login" : "a login";
}

/// <summary>A login, or why there is none.</summary>
public readonly record struct ToolLoginReading(ToolLogin Login, ToolFault? Fault)
{
    public static ToolLoginReading Of(ToolLogin login) => new(login, null);

    public static ToolLoginReading Failed(ToolFault fault) => new(ToolLogin.None, fault);
}

/// <summary>Finds the login for a target: asked once the target is known.</summary>
public delegate ValueTask<ToolLoginReading> FindLogin(Uri target, CancellationToken ct);

/// <summary>A request that was answered with 401.</summary>
/// <param name="Challenge">The answer's <c>WWW-Authenticate</c>; several joined by commas.</param>
internal sealed record LoginRefusal(string Method, Uri Address, string? Challenge);

/// <summary>The login for the same request once more; null when there is no other.</summary>
internal delegate ValueTask<ToolLoginReading?> AnswerRefusal(LoginRefusal refusal, CancellationToken ct);
