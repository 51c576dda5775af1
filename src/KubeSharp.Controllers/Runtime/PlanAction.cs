using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;

namespace KubeSharp.Controllers.Runtime;

/// <summary>One thing to do. All of them may be done twice without harm.</summary>
public abstract record PlanAction
{
    /// <summary>Does it. Returns how to tell that the caches have seen it; null: nothing to wait for.</summary>
    public abstract Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation);
}
