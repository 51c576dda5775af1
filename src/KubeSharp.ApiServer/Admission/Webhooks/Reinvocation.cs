using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>
/// Which mutating webhooks are called a second time for one request: those that ask for it and came before a change made by another. One a
/// request; not thread-safe. Source: Dynamic Admission Control, reinvocation policy.
/// </summary>
public sealed class Reinvocation
{
    private readonly HashSet<Webhook> _called = [];
    private readonly HashSet<Webhook> _wanted = [];
    private ObjectNode? _lastOutput;

    /// <summary>This is the second round.</summary>
    public bool IsSecond { get; private set; }

    /// <summary>A second round is wanted.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Begins the second round.</summary>
    public void BeginSecond() => IsSecond = true;

    /// <summary>Before the webhooks of a round: where plug-ins changed the object since the last one, all called before are called again.</summary>
    public void BeginWebhooks(ObjectNode? value)
    {
        if (IsSecond && !Equals(value, _lastOutput)) { WantCalled(); }
    }

    /// <summary>After the webhooks of a round.</summary>
    public void EndWebhooks(ObjectNode? value) => _lastOutput = value;

    /// <summary>Whether it is called in this round.</summary>
    public bool IsCalled(Webhook webhook) => !IsSecond || _wanted.Contains(webhook);

    /// <summary>It was called and did, or did not, change the object.</summary>
    public void Took(Webhook webhook, bool hasChanged)
    {
        if (hasChanged)
        {
            WantCalled();
            IsWanted = true;
        }
        if (webhook.IsReinvoked) { _called.Add(webhook); }
    }

    private void WantCalled()
    {
        _wanted.UnionWith(_called);
        _called.Clear();
    }
}
