using System.Text;

namespace Workflow.Bench.Client;

/// <summary>What a server answered.</summary>
/// <param name="Body">Valid until the lane's next request.</param>
/// <param name="Waited">Whether the server took <c>Prefer: wait</c> to heart.</param>
internal readonly record struct HttpReply(int Status, bool Waited, ReadOnlyMemory<byte> Body)
{
    /// <summary>The text value of a member, as it stands there first.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public string Text(ReadOnlySpan<byte> member)
    {
        var body = Body.Span;
        for (var at = body.IndexOf(member); at >= 0; at = body.IndexOf(member))
        {
            var quoted = at > 0 && body[at - 1] == '"' && body[(at + member.Length)..].StartsWith("\":\""u8);
            body = body[(at + member.Length)..];
            if (quoted)
            {
                body = body[3..];
                return Encoding.UTF8.GetString(body[..body.IndexOf((byte)'"')]);
            }
        }

        throw new InvalidOperationException($"There is no {Encoding.UTF8.GetString(member)} in {this}.");
    }

    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Body.Span);
        return $"{Status}: {(text.Length > 500 ? text[..500] : text)}";
    }
}
