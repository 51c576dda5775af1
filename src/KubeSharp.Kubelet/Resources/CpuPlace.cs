namespace KubeSharp.Kubelet.Resources;

/// <summary>Where a CPU is in the machine.</summary>
/// <param name="Cpu">Its number.</param>
/// <param name="Socket">Its socket.</param>
/// <param name="Core">Its core in the socket; CPUs of one core share what is in it.</param>
/// <param name="Node">The memory node that it is near to.</param>
/// <param name="Cache">The last cache that it shares with others.</param>
public readonly record struct CpuPlace(int Cpu, int Socket, int Core, int Node = 0, int Cache = 0)
{
    /// <summary>All that the machine has.</summary>
    public static IReadOnlyList<CpuPlace> Read()
    {
        const string Folder = "/sys/devices/system/cpu";
        static int Number(string path) => File.Exists(path) && int.TryParse(File.ReadAllText(path).Trim(), out var number) ? number : 0;
        var online = File.Exists($"{Folder}/online") ? CpuSet.Parse(File.ReadAllText($"{Folder}/online").Trim()) : [.. Enumerable.Range(0, Environment.ProcessorCount)];
        var nodes = MemoryPlace.Read();
        return [.. online.Select(c => new CpuPlace(c, Number($"{Folder}/cpu{c}/topology/physical_package_id"), Number($"{Folder}/cpu{c}/topology/core_id"), nodes.FirstOrDefault(n => n.Cpus.Contains(c))?.Node ?? 0, Number($"{Folder}/cpu{c}/cache/index3/id")))];
    }
}
