using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Cli.Describing;

/// <summary>What a pod asks for or may take of a resource. Source: the reference page "Resource Management for Pods and Containers". Pure.</summary>
internal static class PodAmounts
{
    /// <summary>What the pod says as a whole; else the larger of all containers together and any one init container alone; sidecars count with the containers.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="list">requests or limits.</param>
    /// <param name="resource">cpu, memory…</param>
    /// <param name="withStatus">Whether what its containers have by now counts too, as while it is resized.</param>
    public static Quantity Of(Node pod, string list, string resource, bool withStatus)
    {
        var overhead = Parsed(pod.Text("spec", "overhead", resource));
        if (Quantity.TryParse(pod.Text("spec", "resources", list, resource), out var whole)) { return whole + overhead; }
        Quantity Amount(Node container) => withStatus ? WithStatus(pod, container, list, resource) : Parsed(container.Text("resources", list, resource));
        var sum = pod.Items("spec", "containers").Aggregate(Quantity.Zero, (s, c) => s + Amount(c));
        var (sidecars, largest) = (Quantity.Zero, Quantity.Zero);
        foreach (var container in pod.Items("spec", "initContainers"))
        {
            if (container.Text("restartPolicy") == "Always") { sidecars += Amount(container); }
            else if (Amount(container) + sidecars > largest) { largest = Amount(container) + sidecars; }
        }
        sum = Larger(sum + sidecars, largest);
        // Who is limited in nothing is not limited in what running it takes either.
        return list == "limits" && sum.Sign == 0 ? sum : sum + overhead;
    }

    private static Quantity WithStatus(Node pod, Node container, string list, string resource)
    {
        var wanted = Parsed(container.Text("resources", list, resource));
        var status = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).LastOrDefault(s => s.Text("name") == container.Text("name"));
        if (status?.At("resources") is not ObjectNode) { return wanted; }
        var now = Parsed(status.Text("resources", list, resource));
        if (list == "requests") { now = Larger(now, Parsed(status.Text("allocatedResources", resource))); }
        var isRefused = pod.Items("status", "conditions").Any(static c => c.Text("type") == "PodResizePending" && c.Text("reason") == "Infeasible");
        return isRefused ? now : Larger(wanted, now);
    }

    private static Quantity Larger(Quantity one, Quantity other) => other > one ? other : one;

    private static Quantity Parsed(string text) => Quantity.TryParse(text, out var amount) ? amount : Quantity.Zero;
}
