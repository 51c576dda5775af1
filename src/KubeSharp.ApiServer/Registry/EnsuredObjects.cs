using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Objects that are to be there, whoever makes them: several servers may start on one store at the same moment.</summary>
public static class EnsuredObjects
{
    /// <summary>Makes the object where it is missing, and changes the one that is there; null from <paramref name="change"/> leaves it as it is.</summary>
    public static async ValueTask EnsureAsync(this IObjects objects, string resource, ObjectNode wanted, Func<ObjectNode, ObjectNode?> change, CancellationToken cancellation)
    {
        var (ns, name) = (wanted.TextAt("metadata", "namespace") ?? "", wanted.TextAt("metadata", "name")!);
        if (objects.Get(resource, ns, name) is null)
        {
            try
            {
                await objects.CreateAsync(resource, wanted, cancellation).ConfigureAwait(false);
                return;
            }
            catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { }
        }
        await objects.UpdateAsync(resource, ns, name, change, cancellation).ConfigureAwait(false);
    }
}
