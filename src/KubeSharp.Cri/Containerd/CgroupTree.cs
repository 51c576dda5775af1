namespace KubeSharp.Cri.Containerd;

/// <summary>A cgroup in every hierarchy there is (v1: one a controller; v2: one), made and removed as one.</summary>
public static class CgroupTree
{
    private const string Root = "/sys/fs/cgroup";

    // v1 cpuset groups start without processors and memory nodes and then take no process.
    private static readonly string[] CpusetFiles = ["cpuset.cpus", "cpuset.mems"];

    /// <summary>Makes the group, and in v1 gives it its parent's processors and memory nodes. Being there already is no error.</summary>
    /// <param name="path">Absolute, such as /kubesharp-NAME/pods.</param>
    public static void Ensure(string path)
    {
        foreach (var hierarchy in Hierarchies())
        {
            var folder = hierarchy;
            foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                var parent = folder;
                folder = Path.Combine(folder, part);
                Directory.CreateDirectory(folder);
                InheritCpuset(parent, folder);
            }
        }
    }

    /// <summary>Kills nothing: removes the group and those below it. Being gone is no error; a group that still has processes stays.</summary>
    public static void Remove(string path)
    {
        foreach (var hierarchy in Hierarchies())
            RemoveFolder(Path.Combine(hierarchy, path.TrimStart('/')));
    }

    /// <summary>The ids of all processes in the group and below.</summary>
    public static IReadOnlySet<int> Processes(string path)
    {
        var found = new HashSet<int>();
        foreach (var hierarchy in Hierarchies())
        {
            var folder = Path.Combine(hierarchy, path.TrimStart('/'));
            if (!Directory.Exists(folder))
                continue;
            foreach (var file in Directory.EnumerateFiles(folder, "cgroup.procs", SearchOption.AllDirectories))
            {
                foreach (var line in File.ReadLines(file))
                    found.Add(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        return found;
    }

    private static IEnumerable<string> Hierarchies()
    {
        if (File.Exists(Path.Combine(Root, "cgroup.controllers")))
            return [Root];
        // Links such as cpu -> cpu,cpuacct name a hierarchy twice.
        return Directory.EnumerateDirectories(Root)
            .Where(folder => new DirectoryInfo(folder).LinkTarget is null && File.Exists(Path.Combine(folder, "cgroup.procs")));
    }

    private static void InheritCpuset(string parent, string folder)
    {
        foreach (var name in CpusetFiles)
        {
            var file = Path.Combine(folder, name);
            var inherited = Path.Combine(parent, name);
            if (File.Exists(Path.Combine(folder, "cgroup.clone_children")) && File.Exists(file) && File.Exists(inherited)
                && string.IsNullOrWhiteSpace(File.ReadAllText(file)))
                File.WriteAllText(file, File.ReadAllText(inherited));
        }
    }

    private static void RemoveFolder(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var child in Directory.EnumerateDirectories(folder).ToList())
            RemoveFolder(child);
        NativeDirectory.Remove(folder);
    }
}
