using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>{key: value, …}</c>: every combination of keys and values, the last one varying fastest.</summary>
internal sealed class ObjectNode(Node[] keysAndValues) : Node
{
    private readonly string?[] _fixedKeys =
        [.. keysAndValues.Where((_, i) => i % 2 == 0).Select(key => (key as LiteralNode)?.Value.AsString)];

    // Known when all keys are fixed and different, as they mostly are.
    private readonly MemberNames? _names = NamesOf(keysAndValues);

    public override bool IsSingle { get; } = keysAndValues.All(node => node.IsSingle);

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (IsSingle)
        {
            return sink(trail, Single(machine, env, input));
        }

        return Combine(machine, env, input, 0, ObjectMembers.Empty, Receiver(machine, trail, sink));
    }

    private static Func<ObjectMembers, Flow> Receiver(Machine machine, Trail? trail, Sink sink) => members =>
        sink(trail, machine.Admit(JqValue.FromMembers(members)));

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        if (_names is not null)
        {
            return BuildFixed(machine, env, input, _names);
        }

        var members = new MemberList(_fixedKeys.Length);
        for (var i = 0; i < keysAndValues.Length; i += 2)
        {
            var key = _fixedKeys[i / 2] ?? KeyText(keysAndValues[i].One(machine, env, input));
            members.Set(key, keysAndValues[i + 1].One(machine, env, input));
        }

        return machine.Admit(members.ToValue());
    }

    private JqValue BuildFixed(Machine machine, Env? env, JqValue input, MemberNames names)
    {
        var values = new JqValue[names.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = keysAndValues[(2 * i) + 1].One(machine, env, input);
        }

        return machine.Admit(JqValue.FromMembers(new ObjectMembers(names, values)));
    }

    private Flow Combine(
        Machine machine, Env? env, JqValue input, int index, ObjectMembers members, Func<ObjectMembers, Flow> sink)
    {
        if (index == keysAndValues.Length)
        {
            return sink(members);
        }

        machine.Charge(members.Count);
        return keysAndValues[index].Values(machine, env, input, key =>
            keysAndValues[index + 1].Values(machine, env, input, value =>
                Combine(machine, env, input, index + 2, members.With(KeyText(key), value), sink)));
    }

    private static MemberNames? NamesOf(Node[] keysAndValues)
    {
        var names = keysAndValues.Where((_, i) => i % 2 == 0).Select(key => (key as LiteralNode)?.Value.AsString)
            .OfType<string>().Distinct().ToArray();
        return names.Length * 2 == keysAndValues.Length ? new MemberNames(names) : null;
    }

    private static string KeyText(JqValue key) => key.AsString
        ?? throw new JqException($"Cannot use {JqWords.Of(key)} as object key");
}

/// <summary>A string with interpolations; the first one varies fastest.</summary>
internal sealed class TextNode(Node[] parts) : Node
{
    public override bool IsSingle { get; } = parts.All(part => part.IsSingle);

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        var texts = new string[parts.Length];
        return Combine(machine, env, trail, input, parts.Length - 1, texts, sink);
    }

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var texts = new string[parts.Length];
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            texts[i] = parts[i].One(machine, env, input).Chars;
        }

        return Join(machine, texts);
    }

    private Flow Combine(
        Machine machine, Env? env, Trail? trail, JqValue input, int index, string[] texts, Sink sink) => index < 0
        ? sink(trail, Join(machine, texts))
        : parts[index].Values(machine, env, input, value =>
        {
            texts[index] = value.Chars;
            return Combine(machine, env, trail, input, index - 1, texts, sink);
        });

    private static JqValue Join(Machine machine, string[] texts)
    {
        var length = texts.Sum(text => (long)text.Length);
        machine.AdmitSize(length);
        machine.Charge(length >> 2);
        return JqValue.Sound(string.Concat(texts));
    }
}
