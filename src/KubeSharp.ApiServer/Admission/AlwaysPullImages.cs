using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Each image is pulled anew, so that none is used without the right to it. Off by default. Source: AlwaysPullImages.</summary>
public sealed class AlwaysPullImages : IAdmissionPlugin
{
    private const string Always = "Always";
    private static readonly string[] _lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <inheritdoc/>
    public string Name => "AlwaysPullImages";

    /// <summary>Pods that are made, or whose images change to others; and ephemeral containers, which upstream passes over.</summary>
    public bool Handles(AdmissionRequest request) => request.Writes("pods") ? request.OldObject is not { } old || Images(request.Object!).Except(Images(old)).Any()
        : request is { Operation: AdmissionOperation.Update, Subresource: "ephemeralcontainers" } && request.Resource.QualifiedName == "pods";

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        static ObjectNode Pulled(ObjectNode container) => container.Set("imagePullPolicy", Always);
        static ObjectNode PulledVolume(ObjectNode volume) => volume.Edit("image", static i => i.Set("pullPolicy", Always));
        return new(request.Object!.Edit("spec", static s => _lists.Aggregate(s, static (spec, list) => spec.EditItems(list, Pulled)).EditItems("volumes", PulledVolume)));
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var volumes = request.Object.Object("spec").Items("volumes").Select(static (v, i) => (Path: $"spec.volumes[{i}].image.pullPolicy", Image: v.Object("image"))).Where(static v => v.Image.Count > 0).Select(static v => (v.Path, Said: v.Image.Text("pullPolicy")));
        var wrong = Containers(request.Object!).Select(static c => (Path: c.Path + ".imagePullPolicy", Said: c.Container.Text("imagePullPolicy"))).Concat(volumes).Where(static c => c.Said != Always)
            .Select(c => request.Refuse($"{c.Path}: Unsupported value: \"{c.Said}\": supported values: \"{Always}\"").Status.Message).ToArray();
        return wrong.Length == 0 ? default : throw StatusException.Unforeseen(wrong.Length == 1 ? wrong[0] : $"[{string.Join(", ", wrong)}]");
    }

    private static IEnumerable<string> Images(ObjectNode pod) => Containers(pod).Select(static c => c.Container.Text("image"));

    private static IEnumerable<(string Path, Node Container)> Containers(ObjectNode pod) => _lists.SelectMany(list => pod.Object("spec").Items(list).Select((c, i) => ($"spec.{list}[{i}]", c)));
}
