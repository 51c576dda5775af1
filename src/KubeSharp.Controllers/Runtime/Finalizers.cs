using KubeSharp.Api;
using KubeSharp.Api.Meta.V1;

namespace KubeSharp.Controllers.Runtime;

/// <summary>What keeps objects from going before their time.</summary>
public static class Finalizers
{
    /// <summary>The metadata without a finalizer.</summary>
    public static ObjectMeta WithoutFinalizer(this ObjectMeta metadata, string finalizer) => metadata with { Finalizers = metadata.Finalizers.Where(f => f != finalizer).ToApiList() };
}
