namespace Workflow.Outgoing.Calls;

/// <summary>One call to be made. Kept apart from <see cref="HttpRequestMessage"/>, which can be sent only
/// once.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Address">Absolute, http or https.</param>
/// <param name="Headers">Checked by the caller: names are tokens, values hold no line breaks.</param>
/// <param name="Body">Null for none.</param>
/// <param name="FollowsRedirects">Whether a redirect is followed; else it is the answer.</param>
public sealed record OutgoingRequest(
    string Method, Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte>? Body,
    bool FollowsRedirects)
{
    /// <summary>Whether it holds secrets besides its login: it is told by its host alone, and goes to no
    /// other.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>For messages.</summary>
    public string Told =>
        $"{Method} {(IsConfidential ? Address.GetLeftPart(UriPartial.Authority) : Address.AbsoluteUri)}";

    internal HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Address);
        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
        }

        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    // A record would show its members.
    public override string ToString() => $"{Method} {Address.GetLeftPart(UriPartial.Authority)}";
}

/// <summary>The answer to a call, read whole.</summary>
/// <param name="Request">What was answered: the last one where redirects were followed.</param>
/// <param name="Headers">Names in lower case, several values joined by commas.</param>
public sealed record OutgoingAnswer(
    int Status, OutgoingRequest Request, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>A header's value; null when there is none.</summary>
    /// <param name="name">In lower case.</param>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key == name).Value;
}
