using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation;

/// <summary>The way from the root of a path expression to a value.</summary>
internal sealed class Trail
{
    /// <summary>Longer paths are refused.</summary>
    public const int Longest = 10_000;

    private readonly Trail? _parent;
    private readonly JqValue? _key;
    private readonly JqValue _value;
    private readonly int _length;

    public Trail(JqValue root) => _value = root;

    private Trail(Trail parent, JqValue key, JqValue value)
    {
        _parent = parent;
        _key = key;
        _value = value;
        _length = parent._length + 1;
        if (_length > Longest)
        {
            throw new JqException("Path too deep");
        }
    }

    /// <summary>One step further, after <see cref="Check"/>.</summary>
    public Trail Enter(JqValue key, JqValue value) => new(this, key, value);

    /// <summary>
    /// Fails unless the value is the one at the end of the trail: a calculated value has no elements to point at.
    /// </summary>
    public void Check(JqValue value, JqValue key)
    {
        if (!Ends(value))
        {
            var excerpt = JqWords.Excerpt(value);
            throw new JqException(
                $"Invalid path expression near attempt to access element {JqWords.Excerpt(key)} of {excerpt}");
        }
    }

    /// <summary>Like <see cref="Check"/>, for a step that visits all items.</summary>
    public void CheckIterable(JqValue value)
    {
        if (!Ends(value))
        {
            throw new JqException($"Invalid path expression near attempt to iterate through {JqWords.Excerpt(value)}");
        }
    }

    /// <summary>The keys from the root on, once it is known that the value lies at the end of the trail.</summary>
    public JqValue ToPath(JqValue value)
    {
        if (!Ends(value))
        {
            throw new JqException($"Invalid path expression with result {JqWords.Excerpt(value)}");
        }

        var keys = new JqValue[_length];
        for (var trail = this; trail._parent is not null; trail = trail._parent)
        {
            keys[trail._length - 1] = trail._key!;
        }

        return JqValue.FromOwned(keys);
    }

    // A calculated value that happens to be the same scalar counts as the one in the input, as in jq.
    private bool Ends(JqValue value) => ReferenceEquals(value, _value)
        || (value.Kind == JqKind.Number && _value.Kind == JqKind.Number && value.Double.Equals(_value.Double)
            && value.Literal is null && _value.Literal is null);
}
