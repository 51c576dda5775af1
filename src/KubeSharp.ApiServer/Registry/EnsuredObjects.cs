using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Objects that are to be there, whoever makes them: several servers may start on one store at the same moment.</summary>
public static class EnsuredObjects
{
    private const int AttemptsMax = 50;
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the object where it is missing, and changes the one that is there; null from <paramref name="change"/> leaves it as it is.</summary>
    public static async ValueTask EnsureAsync(this IObjects objects, string resource, ObjectNode wanted, Func<ObjectNode, ObjectNode?> change, CancellationToken cancellation)
    {
        var (ns, name) = (wanted.TextAt("metadata", "namespace") ?? "", wanted.TextAt("metadata", "name")!);
        for (var attempt = 1; ; attempt++)
        {
            if (objects.Get(resource, ns, name) is null)
            {
                try
                {
                    await objects.CreateAsync(resource, wanted, cancellation).ConfigureAwait(false);
                    return;
                }
                // Invalid: the address that it asks for is taken, perhaps by another server for this very object.
                catch (StatusException e) when (e.Is(StatusReason.AlreadyExists) || (e.Is(StatusReason.Invalid) && attempt < AttemptsMax)) { }
            }
            try
            {
                await objects.UpdateAsync(resource, ns, name, change, cancellation).ConfigureAwait(false);
                return;
            }
            catch (StatusException e) when (e.Is(StatusReason.NotFound) && attempt < AttemptsMax) { await Task.Delay(_again, cancellation).ConfigureAwait(false); }
        }
    }
}
