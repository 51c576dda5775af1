using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>The containers of a pod: usual, init (sidecars too) and ephemeral ones. Source: API reference of Container.</summary>
public static class ContainerValidation
{
    private const int RestartRulesMax = 20, ExitCodesMax = 255;

    private static readonly string[] _probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private enum Role { Usual, Init, Ephemeral }

    /// <summary>All containers of the spec, of a pod or of a template; mounts must name one of the volumes.</summary>
    public static void CheckAll(ObjectNode spec, IReadOnlyDictionary<string, ObjectNode> volumes, FieldPath path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var containers = spec.Items("containers");
        if (containers.Count == 0) { errors.Required(path.Child("containers")); }
        for (var i = 0; i < containers.Count; i++) { Check(containers[i], spec, Role.Usual, volumes, names, path.Child("containers"), i, errors); }
        CheckHostPorts(containers, path.Child("containers"), errors);
        var early = spec.Items("initContainers");
        for (var i = 0; i < early.Count; i++) { Check(early[i], spec, Role.Init, volumes, names, path.Child("initContainers"), i, errors); }
        var late = spec.Items("ephemeralContainers");
        for (var i = 0; i < late.Count; i++) { Check(late[i], spec, Role.Ephemeral, volumes, names, path.Child("ephemeralContainers"), i, errors); }
    }

    /// <summary>What is wrong with images of a pod's containers only: templates may be let in with them.</summary>
    public static void CheckImages(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"])
        {
            var containers = spec.Items(list);
            for (var i = 0; i < containers.Count; i++)
            {
                if (containers[i].Text("image") is var image && image.Trim() != image) { errors.Invalid(path.Child(list).Index(i).Child("image"), image, "must not have leading or trailing whitespace"); }
            }
        }
    }

    private static void Check(Node container, ObjectNode spec, Role role, IReadOnlyDictionary<string, ObjectNode> volumes, HashSet<string> names, FieldPath list, int index, FieldErrors errors)
    {
        var (name, path) = (container.Text("name"), list.Index(index));
        if (name.Length == 0) { errors.Required(path.Child("name")); }
        else { Names.Check(Names.DnsLabel(name), path.Child("name"), name, errors); }
        if (container.Text("image").Length == 0) { errors.Required(path.Child("image")); }
        OneOfOrNone(container, "terminationMessagePolicy", path, errors, "File", "FallbackToLogsOnError");
        CheckPorts(container.Items("ports"), path.Child("ports"), errors);
        EnvironmentValidation.Check(container, path, errors);
        CheckMounts(container, volumes, path, errors);
        OneOfOrNone(container, "imagePullPolicy", path, errors, "Always", "IfNotPresent", "Never");
        Quantities.Requirements(container.Object("resources"), path.Child("resources"), errors);
        CheckClaims(container.Object("resources"), spec, path.Child("resources"), errors);
        CheckResizePolicy(container.Items("resizePolicy"), spec.Text("restartPolicy") == "Never", path.Child("resizePolicy"), errors);
        SecurityContextValidation.Container(container.Object("securityContext"), path.Child("securityContext"), errors);
        if (role == Role.Init) { CheckRestarts(container, path, errors); }
        if (name.Length > 0 && !names.Add(name)) { errors.Duplicate(path.Child("name"), name); }
        // Compat: each runs by itself, and is called the first of them.
        if (role == Role.Init) { CheckHostPorts(new ArrayNode([container]), list, errors); }
        if (role == Role.Ephemeral) { CheckEphemeral(container, spec, path, errors); }
        else { CheckRole(container, role, path, errors); }
        if (role == Role.Usual) { CheckRestarts(container, path, errors); }
    }

    private static bool IsSidecar(Node container, Role role) => role == Role.Init && container.Text("restartPolicy") == "Always";

    private static void CheckRestarts(Node container, FieldPath path, FieldErrors errors)
    {
        if (container.Has("restartPolicy")) { OneOfOrNone(container, "restartPolicy", path, errors, "Always", "Never", "OnFailure"); }
        CheckRestartRules(container, path, errors);
    }

    // What goes on while the container runs; a usual init container only runs to its end.
    private static void CheckRole(Node container, Role role, FieldPath path, FieldErrors errors)
    {
        var runsOn = role == Role.Usual || IsSidecar(container, role);
        const string Rule = "may not be set for init containers without restartPolicy=Always";
        if (container.Has("lifecycle"))
        {
            if (runsOn) { ProbeValidation.Lifecycle(container.Object("lifecycle"), path.Child("lifecycle"), errors); }
            else { errors.Forbidden(path.Child("lifecycle"), Rule); }
        }
        foreach (var probe in _probes)
        {
            if (container.Object(probe) is not { Count: > 0 } value) { continue; }
            if (runsOn) { ProbeValidation.Check(value, probe, path.Child(probe), errors); }
            else { errors.Forbidden(path.Child(probe), Rule); }
        }
        var policies = container.Items("resizePolicy");
        for (var i = 0; i < (runsOn ? 0 : policies.Count); i++)
        {
            if (policies[i].Text("restartPolicy") == "RestartContainer") { errors.Invalid(path.Child("resizePolicy").Index(i).Child("restartPolicy"), "RestartContainer", "must not be set to 'RestartContainer' for non-sidecar initContainers"); }
        }
    }

    private static void CheckEphemeral(Node container, ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        if (container.Text("targetContainerName") is { Length: > 0 } target && !spec.Items("containers").Concat(spec.Items("initContainers")).Any(c => c.Text("name") == target)) { errors.NotFound(path.Child("targetContainerName"), target); }
        if (container.Has("restartPolicy")) { errors.Forbidden(path.Child("restartPolicy"), "may not be set for ephemeral containers"); }
        CheckRestartRules(container, path, errors);
        foreach (var field in (ReadOnlySpan<string>)["ports", "resources", "resizePolicy", .. _probes, "lifecycle"])
        {
            if (!Immutability.Same((container as ObjectNode)?[field], null)) { errors.Forbidden(path.Child(field), "cannot be set for an Ephemeral Container"); }
        }
        var mounts = container.Items("volumeMounts");
        for (var i = 0; i < mounts.Count; i++)
        {
            foreach (var field in (ReadOnlySpan<string>)["subPath", "subPathExpr"])
            {
                if (mounts[i].Text(field).Length > 0) { errors.Forbidden(path.Child("volumeMounts").Index(i).Child(field), "cannot be set for an Ephemeral Container"); }
            }
        }
    }

    private static void CheckResizePolicy(ArrayNode policies, bool isNever, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < policies.Count; i++)
        {
            var (resource, restart) = (policies[i].Text("resourceName"), policies[i].Text("restartPolicy"));
            if (!seen.Add(resource)) { errors.Duplicate(path.Index(i), resource); }
            if (resource.Length == 0) { errors.Required(path); }
            else if (resource is not ("cpu" or "memory")) { errors.NotSupported(path, resource, "cpu", "memory"); }
            if (restart.Length == 0) { errors.Required(path); }
            else if (restart is not ("NotRequired" or "RestartContainer")) { errors.NotSupported(path, restart, "NotRequired", "RestartContainer"); }
            if (isNever && restart != "NotRequired") { errors.Invalid(path, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"); }
        }
    }

    // When a container is started again, by its exit code.
    private static void CheckRestartRules(Node container, FieldPath path, FieldErrors errors)
    {
        var (rules, at) = (container.Items("restartPolicyRules"), path.Child("restartPolicyRules"));
        if (rules.Count == 0) { return; }
        if (!container.Has("restartPolicy")) { errors.Required(path.Child("restartPolicy"), "must specify restartPolicy when restart rules are used"); }
        if (rules.Count > RestartRulesMax) { errors.TooMany(at, rules.Count, RestartRulesMax); }
        for (var i = 0; i < rules.Count; i++)
        {
            PodSpecValidation.OneOf((ObjectNode)rules[i], "action", at.Index(i), errors, "Restart", "RestartAllContainers");
            if (!rules[i].Has("exitCodes")) { errors.Required(at.Index(i).Child("exitCodes"), "must be specified"); continue; }
            var codes = rules[i].Object("exitCodes");
            if (codes.Text("operator") is var kind && kind is not ("In" or "NotIn")) { errors.NotSupported(at.Index(i).Child("exitCodes").Child("operator"), kind, "In", "NotIn"); }
            if (codes.Items("values").Count > ExitCodesMax) { errors.TooMany(at.Index(i).Child("exitCodes").Child("values"), codes.Items("values").Count, ExitCodesMax); }
        }
    }

    private static void OneOfOrNone(Node node, string field, FieldPath path, FieldErrors errors, params ReadOnlySpan<string> allowed)
    {
        if (node.Has(field) && node.Text(field) is var value && !allowed.Contains(value)) { errors.NotSupported(path.Child(field), value, allowed); }
    }

    private static void CheckPorts(ArrayNode ports, FieldPath path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, at) = (ports[i], path.Index(i));
            if (port.Text("name") is { Length: > 0 } name)
            {
                if (Names.PortName(name) is { } wrong) { Names.Check(wrong, at.Child("name"), name, errors); }
                else if (!names.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            }
            if (port.Number("containerPort") is not { } number || number == 0) { errors.Required(at.Child("containerPort")); }
            else { Names.Check(Names.Port(number), at.Child("containerPort"), number, errors); }
            if (port.Number("hostPort") is { } host and not 0) { Names.Check(Names.Port(host), at.Child("hostPort"), host, errors); }
            if (port.Text("protocol").Length == 0) { errors.Required(at.Child("protocol")); }
            else { OneOfOrNone(port, "protocol", at, errors, "SCTP", "TCP", "UDP"); }
        }
    }

    private static void CheckHostPorts(ArrayNode containers, FieldPath path, FieldErrors errors)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var ports = containers[i].Items("ports");
            for (var j = 0; j < ports.Count; j++)
            {
                if (ports[j].Number("hostPort") is not { } host || host == 0) { continue; }
                var key = $"{ports[j].Text("protocol")}/{ports[j].Text("hostIP")}/{host}";
                if (!taken.Add(key)) { errors.Duplicate(path.Index(i).Child("ports").Index(j).Child("hostPort"), key); }
            }
        }
    }

    private static void CheckMounts(Node container, IReadOnlyDictionary<string, ObjectNode> volumes, FieldPath path, FieldErrors errors)
    {
        var mounts = container.Items("volumeMounts");
        var places = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < mounts.Count; i++)
        {
            var (mount, at) = (mounts[i], path.Child("volumeMounts").Index(i));
            var (name, place) = (mount.Text("name"), mount.Text("mountPath"));
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else if (!volumes.ContainsKey(name)) { errors.NotFound(at.Child("name"), name); }
            if (place.Length == 0) { errors.Required(at.Child("mountPath")); }
            else if (!places.Add(place)) { errors.Invalid(at.Child("mountPath"), place, "must be unique"); }
            // Compat: of what follows upstream does not tell at which mount it is.
            var mounted = path.Child("volumeMounts");
            if (mount.Text("subPath") is { Length: > 0 } sub) { Names.Check(Names.LocalPath(sub), mounted.Child("subPath"), sub, errors); }
            if (mount.Text("subPathExpr") is { Length: > 0 } expression)
            {
                if (mount.Text("subPath").Length > 0) { errors.Invalid(at.Child("subPathExpr"), expression, "subPathExpr and subPath are mutually exclusive"); }
                Names.Check(Names.LocalPath(expression), mounted.Child("subPathExpr"), expression, errors);
            }
            OneOfOrNone(mount, "mountPropagation", mounted, errors, "Bidirectional", "HostToContainer", "None");
            if (mount.Text("mountPropagation") == "Bidirectional" && !container.Object("securityContext").IsTrue("privileged")) { errors.Forbidden(mounted.Child("mountPropagation"), "Bidirectional mount propagation is available only to privileged containers"); }
            OneOfOrNone(mount, "recursiveReadOnly", mounted, errors, "Disabled", "Enabled", "IfPossible");
            if (mount.Text("recursiveReadOnly") is "Enabled" or "IfPossible" && !mount.IsTrue("readOnly")) { errors.Forbidden(mounted.Child("recursiveReadOnly"), "may only be specified when readOnly is true"); }
        }
        var devices = container.Items("volumeDevices");
        for (var i = 0; i < devices.Count; i++)
        {
            var (device, at) = (devices[i], path.Child("volumeDevices").Index(i));
            if (device.Text("name").Length == 0) { errors.Required(at.Child("name")); }
            if (!volumes.TryGetValue(device.Text("name"), out var volume)) { errors.NotFound(at.Child("name"), device.Text("name")); }
            else if (!volume.Has("persistentVolumeClaim") && !volume.Has("ephemeral")) { errors.Invalid(at.Child("name"), device.Text("name"), "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"); }
            if (device.Text("devicePath").Length == 0) { errors.Required(at.Child("devicePath")); }
            else if (!places.Add(device.Text("devicePath"))) { errors.Invalid(at.Child("devicePath"), device.Text("devicePath"), "must be unique"); }
        }
    }

    private static string Known(ArrayNode claims) =>
        "must be one of the names in pod.spec.resourceClaims" + (claims.Count == 0 ? " which is empty" : ": " + string.Join(", ", claims.Select(static c => c.Text("name")).Order(StringComparer.Ordinal)));

    private static void CheckClaims(ObjectNode resources, ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var claims = resources.Items("claims");
        var seen = new HashSet<(string Claim, string Request)>();
        for (var i = 0; i < claims.Count; i++)
        {
            var (name, request, at) = (claims[i].Text("name"), claims[i].Text("request"), path.Child("claims").Index(i));
            // Compat: the path of a name that is missing is the claim's.
            if (name.Length == 0)
            {
                errors.Required(at);
                continue;
            }
            // A claim as a whole is all its requests.
            if (seen.Contains((name, ""))) { errors.Duplicate(at, name); }
            else
            {
                if (request.Length > 0) { Names.Check(Names.DnsLabel(request), at.Child("request"), request, errors); }
                else { foreach (var _ in seen.Where(s => s.Claim == name)) { errors.Duplicate(at, name); } }
                if (!seen.Add((name, request))) { errors.Duplicate(at, $"{name}/{request}"); }
            }
            if (!spec.Items("resourceClaims").Any(c => c.Text("name") == name)) { errors.NotFound(at, name, Known(spec.Items("resourceClaims"))); }
        }
    }
}
