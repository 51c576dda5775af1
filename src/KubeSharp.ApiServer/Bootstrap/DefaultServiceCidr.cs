using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The ServiceCIDR "kubernetes": the range that the server was started with, ready from the first second. Source: Extending Service IP Ranges.</summary>
public static class DefaultServiceCidr
{
    /// <summary>Its name.</summary>
    public const string Name = "kubernetes";
    private const string Resource = "servicecidrs.networking.k8s.io";

    /// <summary>Makes it where it is missing, and says that it is ready.</summary>
    public static async ValueTask EnsureAsync(IObjects objects, string range, TimeProvider time, CancellationToken cancellation)
    {
        await objects.EnsureAsync(Resource, ObjectNode.Of(("kind", "ServiceCIDR"), ("apiVersion", "networking.k8s.io/v1"), ("metadata", ObjectNode.Of(("name", Name))),
            ("spec", ObjectNode.Of(("cidrs", ArrayNode.Of(range))))), static _ => null, cancellation).ConfigureAwait(false);
        await objects.UpdateAsync(Resource, "", Name, there => there.At("status", "conditions") is ArrayNode { Count: > 0 } ? null : there.Set("status", ObjectNode.Of(("conditions", ArrayNode.Of(Ready(time))))), cancellation).ConfigureAwait(false);
    }

    private static ObjectNode Ready(TimeProvider time) => ObjectNode.Of(("type", "Ready"), ("status", "True"), ("reason", ""), ("message", "Kubernetes default Service CIDR is ready"),
        ("lastTransitionTime", Metadata.Time(time.GetUtcNow())));
}
