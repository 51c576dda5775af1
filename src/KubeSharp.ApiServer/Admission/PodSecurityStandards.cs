using System.Collections.Frozen;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>The Pod Security Standards: what baseline and restricted forbid. Pure. Source: Pod Security Standards.</summary>
public static class PodSecurityStandards
{
    private static readonly string[] _capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];
    // Since which version each is safe.
    private static readonly FrozenDictionary<string, int> _sysctls = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0,
        ["net.ipv4.ip_local_port_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0,
        ["net.ipv4.tcp_syncookies"] = 0,
        ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_local_reserved_ports"] = 27,
        ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29,
        ["net.ipv4.tcp_keepalive_intvl"] = 29,
        ["net.ipv4.tcp_keepalive_probes"] = 29,
        ["net.ipv4.tcp_rmem"] = 32,
        ["net.ipv4.tcp_wmem"] = 32,
    }.ToFrozenDictionary(StringComparer.Ordinal);
    // Since which version a rule holds, or what it spares.
    private const int EscalationSince = 8, SeccompSince = 19, CapabilitiesSince = 22, RootUserSince = 23, WindowsSparedSince = 25, EngineTypeSince = 31, ProbeHostsSince = 34;
    private static readonly string[] _volumes = ["name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret", "image"];
    private static readonly string[] _seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    /// <summary>What the pod's spec violates of the level: baseline or restricted; of privileged nothing. The level is that of version 1.<paramref name="minor"/>, default the newest.</summary>
    public static IReadOnlyList<string> Violations(string level, ObjectNode spec, ObjectNode metadata, int minor = int.MaxValue)
    {
        var found = new List<string>();
        if (level == "privileged") { return found; }
        var containers = Containers(spec).ToArray();
        AddBaseline(spec, metadata, containers, found, level == "restricted", minor);
        if (level == "restricted") { AddRestricted(spec, containers, found, minor); }
        return found;
    }

    private static IEnumerable<ObjectNode> Containers(ObjectNode spec) => spec.Items("initContainers").Concat(spec.Items("containers")).Concat(spec.Items("ephemeralContainers")).OfType<ObjectNode>();

    private static void AddBaseline(ObjectNode spec, ObjectNode metadata, ObjectNode[] containers, List<string> found, bool isRestricted, int minor)
    {
        var context = spec.Object("securityContext");
        var namespaces = new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(f => spec.IsTrue(f)).Select(static f => f + "=true").ToArray();
        if (namespaces.Length > 0) { found.Add($"host namespaces ({string.Join(", ", namespaces)})"); }
        Each(containers, static c => c.Object("securityContext").IsTrue("privileged"), "privileged", "must not set securityContext.privileged=true", found);
        if (!isRestricted || minor < CapabilitiesSince)
        {
            var added = containers.Select(static c => (c, Bad: c.Object("securityContext").Object("capabilities").Texts("add").Where(static a => !_capabilities.Contains(a)).ToArray())).Where(static e => e.Bad.Length > 0).ToArray();
            if (added.Length > 0) { found.Add($"non-default capabilities ({Named([.. added.Select(static e => e.c)])} must not include {Quoted(added.SelectMany(static e => e.Bad))} in securityContext.capabilities.add)"); }
        }
        var paths = spec.Items("volumes").Where(static v => v.Has("hostPath")).Select(static v => v.Text("name")).ToArray();
        if (paths.Length > 0) { found.Add($"hostPath volumes ({(paths.Length == 1 ? "volume" : "volumes")} {Quoted(paths)})"); }
        var ports = containers.Where(static c => c.Items("ports").Any(static p => p.Number("hostPort") is > 0)).ToArray();
        if (ports.Length > 0)
        {
            var numbers = ports.SelectMany(static c => c.Items("ports")).Select(static p => p.Number("hostPort")).Where(static p => p is > 0).Distinct().ToArray();
            found.Add($"hostPort ({Named(ports)} {(ports.Length == 1 ? "uses" : "use")} {(numbers.Length == 1 ? "hostPort" : "hostPorts")} {string.Join(", ", numbers)})");
        }
        if (minor >= ProbeHostsSince) { AddHandlers(containers, found); }
        AddAppArmor(context, metadata, containers, found);
        AddSeLinux(context, containers, found, minor);
        Each(containers, static c => c.Object("securityContext").Text("procMount") is { Length: > 0 } and not "Default", "procMount", "must not set securityContext.procMount to \"Unmasked\"", found);
        if (!isRestricted && minor >= SeccompSince) { AddSeccomp(context, containers, found); }
        var sysctls = context.Items("sysctls").Select(static s => s.Text("name")).Where(n => _sysctls.GetValueOrDefault(n, int.MaxValue) is var since && (since == int.MaxValue || since > minor)).ToArray();
        if (sysctls.Length > 0) { found.Add($"forbidden sysctls ({string.Join(", ", sysctls)})"); }
        Each(containers, static c => c.Object("securityContext").Object("windowsOptions").IsTrue("hostProcess"), "hostProcess", "must not set securityContext.windowsOptions.hostProcess=true", found);
        if (context.Object("windowsOptions").IsTrue("hostProcess")) { found.Add("hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"); }
    }

    private static void AddRestricted(ObjectNode spec, ObjectNode[] containers, List<string> found, int minor)
    {
        var context = spec.Object("securityContext");
        // What runs on Windows has none of these.
        var isWindows = minor >= WindowsSparedSince && spec.Object("os").Text("name") == "windows";
        var volumes = spec.Items("volumes").OfType<ObjectNode>().Where(static v => v.Any(f => !_volumes.Contains(f.Key))).ToArray();
        if (volumes.Length > 0)
        {
            var types = volumes.SelectMany(static v => v.Select(static f => f.Key)).Where(static k => !_volumes.Contains(k)).Distinct().ToArray();
            found.Add($"restricted volume types ({(volumes.Length == 1 ? "volume" : "volumes")} {Quoted(volumes.Select(static v => v.Text("name")))} {(volumes.Length == 1 ? "uses" : "use")} restricted volume {(types.Length == 1 ? "type" : "types")} {Quoted(types)})");
        }
        if (!isWindows)
        {
            if (minor >= EscalationSince) { Each(containers, static c => c.Object("securityContext")["allowPrivilegeEscalation"] is not BooleanNode { Value: false }, "allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false", found); }
            if (minor >= CapabilitiesSince) { AddDropAll(containers, found); }
        }
        AddNonRoot(context, containers, found);
        var roots = new List<string>();
        if (context.Number("runAsUser") == 0) { roots.Add("pod"); }
        var asRoot = containers.Where(static c => c.Object("securityContext").Number("runAsUser") == 0).ToArray();
        if (asRoot.Length > 0) { roots.Add(Named(asRoot)); }
        if (roots.Count > 0 && minor >= RootUserSince) { found.Add($"runAsUser=0 ({string.Join(" and ", roots)} must not set runAsUser=0)"); }
        if (isWindows || minor < SeccompSince) { return; }
        bool IsFine(ObjectNode c) => c.Object("securityContext").Object("seccompProfile").Text("type") switch
        {
            "" => context.Object("seccompProfile").Text("type") is "RuntimeDefault" or "Localhost",
            var type => type is "RuntimeDefault" or "Localhost",
        };
        var open = containers.Where(c => !IsFine(c)).ToArray();
        if (open.Length > 0) { found.Add($"seccompProfile (pod or {Named(open)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")"); }
    }

    private static void AddDropAll(ObjectNode[] containers, List<string> found)
    {
        var parts = new List<string>();
        var keeping = containers.Where(static c => !c.Object("securityContext").Object("capabilities").Texts("drop").Contains("ALL")).ToArray();
        if (keeping.Length > 0) { parts.Add($"{Named(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]"); }
        var adding = containers.Where(static c => c.Object("securityContext").Object("capabilities").Texts("add").Any(static a => a != "NET_BIND_SERVICE")).ToArray();
        if (adding.Length > 0)
        {
            var added = adding.SelectMany(static c => c.Object("securityContext").Object("capabilities").Texts("add")).Where(static a => a != "NET_BIND_SERVICE");
            parts.Add($"{Named(adding)} must not include {Quoted(added)} in securityContext.capabilities.add");
        }
        if (parts.Count > 0) { found.Add($"unrestricted capabilities ({string.Join("; ", parts)})"); }
    }

    private static void AddNonRoot(ObjectNode context, ObjectNode[] containers, List<string> found)
    {
        var podSays = context["runAsNonRoot"] is BooleanNode said ? said.Value : (bool?)null;
        var explicitRoot = containers.Where(static c => c.Object("securityContext")["runAsNonRoot"] is BooleanNode { Value: false }).ToArray();
        var silent = podSays == true ? [] : containers.Where(static c => !c.Object("securityContext").Has("runAsNonRoot")).ToArray();
        if (explicitRoot.Length > 0) { found.Add($"runAsNonRoot != true ({Named(explicitRoot)} must not set securityContext.runAsNonRoot=false)"); }
        else if (podSays == false) { found.Add("runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)"); }
        else if (silent.Length > 0) { found.Add($"runAsNonRoot != true (pod or {Named(silent)} must set securityContext.runAsNonRoot=true)"); }
    }

    private static void AddHandlers(ObjectNode[] containers, List<string> found)
    {
        var hosts = containers.Where(static c => Handlers(c).Any(static h => h.Object("httpGet").Text("host") is { Length: > 0 } and not ("127.0.0.1" or "::1") || h.Object("tcpSocket").Text("host") is { Length: > 0 } and not ("127.0.0.1" or "::1"))).ToArray();
        if (hosts.Length > 0) { found.Add($"probe or lifecycle host ({Named(hosts)} uses probe or lifecycle hosts {Quoted(hosts.SelectMany(Handlers).SelectMany(static h => new[] { h.Object("httpGet").Text("host"), h.Object("tcpSocket").Text("host") }).Where(static h => h.Length > 0))})"); }
    }

    private static IEnumerable<ObjectNode> Handlers(ObjectNode container) =>
        [container.Object("livenessProbe"), container.Object("readinessProbe"), container.Object("startupProbe"), container.Object("lifecycle").Object("postStart"), container.Object("lifecycle").Object("preStop")];

    private static void AddAppArmor(ObjectNode context, ObjectNode metadata, ObjectNode[] containers, List<string> found)
    {
        var who = new List<string>();
        if (context.Object("appArmorProfile").Text("type") == "Unconfined") { who.Add("pod must not set AppArmor profile type to \"Unconfined\""); }
        var open = containers.Where(static c => c.Object("securityContext").Object("appArmorProfile").Text("type") == "Unconfined").ToArray();
        if (open.Length > 0) { who.Add($"{Named(open)} must not set AppArmor profile type to \"Unconfined\""); }
        foreach (var (key, value) in metadata.Object("annotations"))
        {
            if (!key.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.Ordinal) || value is not StringNode profile) { continue; }
            if (profile.Value is "" or "runtime/default" || profile.Value.StartsWith("localhost/", StringComparison.Ordinal)) { continue; }
            who.Add($"annotation must not set AppArmor profile type to {Quoted([$"{key}={profile.Value}"])}");
        }
        if (who.Count > 0) { found.Add($"forbidden AppArmor {(who.Count == 1 ? "profile" : "profiles")} ({string.Join("; ", who)})"); }
    }

    private static void AddSeLinux(ObjectNode context, ObjectNode[] containers, List<string> found, int minor)
    {
        bool IsForeign(ObjectNode options) => !_seLinuxTypes.Contains(options.Text("type")) || (options.Text("type") == "container_engine_t" && minor < EngineTypeSince) || options.Text("user").Length > 0 || options.Text("role").Length > 0;
        var who = new List<string>();
        if (IsForeign(context.Object("seLinuxOptions"))) { who.Add("pod"); }
        var foreign = containers.Where(c => IsForeign(c.Object("securityContext").Object("seLinuxOptions"))).ToArray();
        if (foreign.Length > 0) { who.Add(Named(foreign)); }
        if (who.Count > 0) { found.Add($"seLinuxOptions ({string.Join(" and ", who)} set forbidden securityContext.seLinuxOptions)"); }
    }

    private static void AddSeccomp(ObjectNode context, ObjectNode[] containers, List<string> found)
    {
        var who = new List<string>();
        if (context.Object("seccompProfile").Text("type") == "Unconfined") { who.Add("pod"); }
        var open = containers.Where(static c => c.Object("securityContext").Object("seccompProfile").Text("type") == "Unconfined").ToArray();
        if (open.Length > 0) { who.Add(Named(open)); }
        if (who.Count > 0) { found.Add($"seccompProfile ({string.Join(" and ", who)} must not set securityContext.seccompProfile.type to \"Unconfined\")"); }
    }

    private static void Each(ObjectNode[] containers, Func<ObjectNode, bool> isBad, string what, string rule, List<string> found)
    {
        var bad = containers.Where(isBad).ToArray();
        if (bad.Length > 0) { found.Add($"{what} ({Named(bad)} {rule})"); }
    }

    private static string Named(ObjectNode[] containers) => $"{(containers.Length == 1 ? "container" : "containers")} {Quoted(containers.Select(static c => c.Text("name")))}";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Select(static n => $"\"{n}\""));
}
