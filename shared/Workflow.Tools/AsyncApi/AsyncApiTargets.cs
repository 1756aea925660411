using Workflow.Jq;

namespace Workflow.Tools.AsyncApi;

/// <summary>Finds in an AsyncAPI document (2.x, 3.x) where messages go and come from.</summary>
internal static class AsyncApiTargets
{
    private const int DefaultPort = 9092;

    /// <returns>The target, or why there is none.</returns>
    public static (AsyncApiTarget? Target, string? Fault) Find(JqValue document, AsyncApiCall call)
    {
        var version = Member(document, "asyncapi").AsString ?? "";
        var isThree = version.StartsWith("3.", StringComparison.Ordinal);
        if (!isThree && !version.StartsWith("2.", StringComparison.Ordinal))
        {
            return (null, "it is no AsyncAPI document of version 2 or 3");
        }

        var (name, channel, fault) = isThree ? OfOperation(document, call) : OfChannel(document, call);
        if (fault is not null)
        {
            return (null, fault);
        }

        var topic = Member(Member(Member(channel, "bindings"), "kafka"), "topic").AsString
            ?? (isThree ? Member(channel, "address").AsString : null) ?? name;
        if (topic.Contains('{'))
        {
            return (null, $"channel '{name}' has parameters in its address, which are not supported");
        }

        var (server, isSecure, wrong) = ServerOf(document, channel, call, isThree);
        return server is null ? (null, wrong) : (new AsyncApiTarget(server, isSecure, topic), null);
    }

    private static (string Name, JqValue Channel, string? Fault) OfChannel(JqValue document, AsyncApiCall call)
    {
        if (call.Channel is not { } name)
        {
            return ("", JqValue.Null, "it is of version 2, where `channel` says which; `operation` is of version 3");
        }

        var channel = Member(Member(document, "channels"), name);
        var (verb, can) = call.IsSubscription ? ("subscribe", "subscribed") : ("publish", "published");
        return Member(channel, verb).Kind == JqKind.Object
            ? (name, channel, null)
            : (name, channel, $"it has no channel '{name}' that can be {can} to");
    }

    private static (string Name, JqValue Channel, string? Fault) OfOperation(JqValue document, AsyncApiCall call)
    {
        if (call.Operation is not { } name)
        {
            return ("", JqValue.Null, "it is of version 3, where `operation` says which; `channel` is of version 2");
        }

        var operation = Resolved(document, Member(Member(document, "operations"), name));
        var reference = Member(Member(operation, "channel"), "$ref").AsString;
        var channel = Resolved(document, Member(operation, "channel"));
        return channel.Kind == JqKind.Object
            ? (reference?.Split('/')[^1] ?? name, channel, null)
            : (name, channel, $"it has no operation '{name}' with a channel");
    }

    private static (string? Server, bool IsSecure, string? Fault) ServerOf(
        JqValue document, JqValue channel, AsyncApiCall call, bool isThree)
    {
        var servers = Member(document, "servers");
        var allowed = Member(channel, "servers") is { Kind: JqKind.Array } own
            ? own.Items.Select(item => item.AsString ?? Member(item, "$ref").AsString?.Split('/')[^1]).ToList()
            : null;
        var found = (servers.Kind == JqKind.Object ? servers.Members : [])
            .Where(pair => call.Server is null || pair.Key == call.Server)
            .Where(pair => allowed is null or [] || allowed.Contains(pair.Key))
            .Select(pair => Resolved(document, pair.Value))
            .FirstOrDefault(server => Member(server, "protocol").AsString is "kafka" or "kafka-secure");
        if (found is null)
        {
            return (null, false, (call.Server is null ? "it has no server" : $"it has no server '{call.Server}'")
                + " of the protocol kafka or kafka-secure for this channel");
        }

        var text = Member(found, isThree ? "host" : "url").AsString ?? "";
        var (address, fault) = WithVariables(document, text, Member(found, "variables"), call.Variables);
        address = address.Split("://")[^1].TrimEnd('/');
        return fault is not null ? (null, false, fault)
            : Uri.TryCreate($"kafka://{address}", UriKind.Absolute, out var uri) && uri.Host.Length > 0
                && uri.UserInfo.Length == 0 && uri.AbsolutePath is "/" or ""
                ? ($"{uri.Host}:{(uri.Port > 0 ? uri.Port : DefaultPort)}",
                    Member(found, "protocol").AsString == "kafka-secure", null)
            : (null, false, $"the address '{address}' of its server is none such as broker.example:9092");
    }

    private static (string Text, string? Fault) WithVariables(
        JqValue document, string text, JqValue declared, JqValue given)
    {
        foreach (var (name, variable) in declared.Kind == JqKind.Object ? declared.Members : [])
        {
            var resolved = Resolved(document, variable);
            var value = Member(given, name).AsString ?? Member(resolved, "default").AsString;
            if (value is null)
            {
                return (text, $"its server's variable '{name}' has no value; give it in `server.variables`");
            }

            if (Member(resolved, "enum") is { Kind: JqKind.Array } values
                && !values.Items.Any(item => item.AsString == value))
            {
                return (text, $"its server's variable '{name}' cannot be '{value}'");
            }

            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return (text, null);
    }

    /// <summary>What a reference within the document stands for, one step far.</summary>
    private static JqValue Resolved(JqValue document, JqValue value)
    {
        if (Member(value, "$ref").AsString is not { } reference)
        {
            return value;
        }

        return reference.StartsWith("#/", StringComparison.Ordinal)
            ? reference[2..].Split('/').Select(part => part
                    .Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
                .Aggregate(document, Member)
            : JqValue.Null;
    }

    private static JqValue Member(JqValue value, string name) =>
        value.Kind == JqKind.Object && value.TryGetMember(name, out var member) ? member : JqValue.Null;
}
