using System.Collections.Immutable;
using KubeSharp.Client.Informers;

namespace KubeSharp.Controllers.Runtime;

/// <summary>
/// A control loop: it declares what it looks at and what it writes, says which keys want work, and plans the work of one key from what the
/// caches hold. It does nothing itself: the runtime does, and owns queue, back-off, waiting for caches, events and errors.
/// </summary>
public interface IController
{
    /// <summary>Upstream's name of it.</summary>
    string Name { get; }

    /// <summary>Kinds it watches.</summary>
    ImmutableArray<string> Watches { get; }

    /// <summary>Parts it alone writes, as Kind, Kind/status or Kind.part.</summary>
    ImmutableArray<string> Writes { get; }

    /// <summary>Subscribes to changes; each gives the keys that want work.</summary>
    void Follow(InformerFactory informers, Action<ObjectKey> enqueue);

    /// <summary>Observes the key and plans; pure but for reading caches.</summary>
    Plan Reconcile(ObjectKey key, DateTimeOffset now);
}
