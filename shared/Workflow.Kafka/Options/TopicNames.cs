using System.Collections.Frozen;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>What our topics are called at the broker. Everybody outside this project says the names of
/// <see cref="Topics"/>.</summary>
public sealed class TopicNames
{
    public static readonly TopicNames Default = new(new Dictionary<string, string>());

    private readonly FrozenDictionary<string, string> _outward;
    private readonly FrozenDictionary<string, string> _inward;

    /// <param name="renamed">From our name to the broker's; a topic not in it keeps its name.</param>
    /// <exception cref="ArgumentException">Two topics would share a name.</exception>
    public TopicNames(IReadOnlyDictionary<string, string> renamed)
    {
        _outward = Topics.All.ToFrozenDictionary(name => name, name => renamed.GetValueOrDefault(name, name));
        _inward = _outward.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }

    public string AtBroker(string topic) => _outward.GetValueOrDefault(topic, topic);

    public string FromBroker(string topic) => _inward.GetValueOrDefault(topic, topic);
}
