//! The two modules that a split makes of one.
//!
//! Both share memory, tables and globals, which the first one exports. A function that waits has a stand-in in the first module: it
//! calls the function that brings the rest, unless it is there, and then, through the table, the function itself. The rest
//! fills these places of the table, and sets a flag.

use std::{collections::BTreeSet, convert::Infallible};

use anyhow::{Context, Result};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection, StartSection,
    TableSection, TypeSection, ValType,
    reencode::{self, Reencode, RoundtripReencoder},
};

use super::module::{Module, Renumbered};

/// What writing gives: reading again what has been read before does not fail.
type Written<T> = Result<T, reencode::Error<Infallible>>;

/// What brings the rest, a function of the page's scripts without arguments, which Rust imports: wasm-bindgen adds a hash.
const BRINGS_REST: &str = "__wbg_loadRest_";
/// The first module's flag that the rest is there, as the scripts find it among its exports.
const FLAG: &str = "rest:here";
/// What the rest imports everything from.
const FIRST: &str = "first";
/// 1 once the rest is there.
const FLAG_TYPE: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

/// A module in two, as the bytes of wasm files.
pub(super) struct Split {
    pub(super) first: Vec<u8>,
    pub(super) rest: Vec<u8>,
}

/// Splits a module. `waiting`: the functions of the rest, none of them exported.
pub(super) fn split(module: &Module, waiting: &BTreeSet<u32>) -> Result<Split> {
    let plan = Plan::new(module, waiting)?;
    let (first, rest) = (plan.first()?, plan.rest()?);
    for (name, bytes) in [("first", &first), ("second", &rest)] {
        wasmparser::validate(bytes).with_context(|| format!("the {name} part is no sound module: a fault of xtask"))?;
    }
    Ok(Split { first, rest })
}

struct Plan<'m, 'a> {
    module: &'m Module<'a>,
    waiting: &'m BTreeSet<u32>,
    /// What brings the rest.
    load: u32,
    /// Places in the table that functions which wait had before.
    old_slots: Vec<(u32, u32)>,
    /// Functions of the rest that the first part names. Each gets one more place in the table, in this order.
    called: Vec<u32>,
    /// How many places the table had.
    n_slots: u32,
    /// Functions that both parts need: the rest imports them.
    shared: Vec<u32>,
    /// The new index of each function in either part, if it has one.
    in_first: Vec<Option<u32>>,
    in_rest: Vec<Option<u32>>,
}

impl<'m, 'a> Plan<'m, 'a> {
    fn new(module: &'m Module<'a>, waiting: &'m BTreeSet<u32>) -> Result<Self> {
        let n_imported = module.n_imported_functions();
        let n_functions = module.n_functions();
        let load = module.imports.iter().position(|import| import.name.starts_with(BRINGS_REST));
        let load = load.context("the code imports no `loadRest`, which brings what waits")? as u32;
        let calls = module.calls()?;
        let slots = module.slots()?;
        let old_slots: Vec<_> = slots.into_iter().filter(|(_, function)| waiting.contains(function)).collect();
        let is_first = |function: &u32| !waiting.contains(function);
        let by_first = (0..n_functions).filter(is_first).flat_map(|function| &calls[function as usize]);
        let called = by_first.copied().filter(|callee| waiting.contains(callee));
        let by_others = old_slots.iter().map(|(_, function)| *function).chain(module.roots());
        let called: BTreeSet<u32> = called.chain(by_others.filter(|function| waiting.contains(function))).collect();
        let by_rest = waiting.iter().flat_map(|function| &calls[*function as usize]);
        let shared: BTreeSet<u32> = by_rest.copied().filter(is_first).collect();

        let mut in_first: Vec<Option<u32>> = vec![None; n_functions as usize];
        let firsts = (0..n_imported).chain((n_imported..n_functions).filter(is_first)).chain(called.iter().copied());
        for (new, old) in firsts.enumerate() {
            in_first[old as usize] = Some(new as u32);
        }
        let mut in_rest = vec![None; n_functions as usize];
        for (new, old) in shared.iter().chain(waiting).enumerate() {
            in_rest[*old as usize] = Some(new as u32);
        }
        let table = module.tables.first().context("the code has no table of functions")?;
        Ok(Self {
            module,
            waiting,
            load,
            old_slots,
            called: called.into_iter().collect(),
            n_slots: u32::try_from(table.ty.initial)?,
            shared: shared.into_iter().collect(),
            in_first,
            in_rest,
        })
    }

    fn types(&self) -> Written<TypeSection> {
        let mut types = TypeSection::new();
        for ty in &self.module.types {
            types.ty().func_type(&RoundtripReencoder.func_type(ty.clone())?);
        }
        Ok(types)
    }

    /// The tables of the module, the first with room for what the first part calls.
    fn tables(&self) -> Vec<wasmparser::Table<'a>> {
        let mut tables = self.module.tables.clone();
        let n_more = self.called.len() as u64;
        tables[0].ty.initial += n_more;
        tables[0].ty.maximum = tables[0].ty.maximum.map(|maximum| maximum + n_more);
        tables
    }

    fn body(&self, function: u32) -> wasmparser::FunctionBody<'a> {
        self.module.bodies[(function - self.module.n_imported_functions()) as usize].clone()
    }

    /// The place in the table by which the first part calls each function of the rest.
    fn slots(&self) -> impl Iterator<Item = (u32, u32)> {
        (self.n_slots..).zip(self.called.iter().copied())
    }

    fn first(&self) -> Written<Vec<u8>> {
        let module = self.module;
        let mut renumbered = Renumbered { functions: &self.in_first };
        let mut imports = ImportSection::new();
        for import in &module.imports {
            renumbered.parse_import(&mut imports, *import)?;
        }
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for function in (module.n_imported_functions()..module.n_functions()).filter(|f| !self.waiting.contains(f)) {
            functions.function(module.type_of(function));
            renumbered.parse_function_body(&mut code, self.body(function))?;
        }
        for (slot, function) in self.slots() {
            functions.function(module.type_of(function));
            code.function(&self.stand_in(function, slot));
        }
        let mut tables = TableSection::new();
        for table in self.tables() {
            renumbered.parse_table(&mut tables, table)?;
        }
        let mut memories = MemorySection::new();
        for memory in &module.memories {
            memories.memory(renumbered.memory_type(*memory)?);
        }
        let mut globals = GlobalSection::new();
        for global in &module.globals {
            renumbered.parse_global(&mut globals, global.clone())?;
        }
        globals.global(FLAG_TYPE, &ConstExpr::i32_const(0));
        let mut elements = ElementSection::new();
        for element in &module.elements {
            renumbered.parse_element(&mut elements, element.clone())?;
        }
        let mut data = DataSection::new();
        for piece in &module.data {
            renumbered.parse_data(&mut data, piece.clone())?;
        }

        let mut first = wasm_encoder::Module::new();
        first.section(&self.types()?).section(&imports).section(&functions).section(&tables).section(&memories);
        first.section(&globals).section(&self.exports(&mut renumbered)?);
        if let Some(start) = module.start {
            first.section(&StartSection { function_index: renumbered.function_index(start)? });
        }
        first.section(&elements).section(&DataCountSection { count: data.len() }).section(&code).section(&data);
        Ok(first.finish())
    }

    /// What the module exports, and what the rest needs.
    fn exports(&self, renumbered: &mut Renumbered) -> Written<ExportSection> {
        let mut exports = ExportSection::new();
        for export in &self.module.exports {
            renumbered.parse_export(&mut exports, *export)?;
        }
        for (name, _, kind, index) in self.borrowed()? {
            exports.export(&name, kind, index);
        }
        Ok(exports)
    }

    /// What the rest imports, in the order of its indices: name, type, kind and the index in the first part.
    fn borrowed(&self) -> Written<Vec<(String, EntityType, ExportKind, u32)>> {
        let module = self.module;
        let mut same = RoundtripReencoder;
        let mut borrowed = Vec::new();
        for (index, table) in (0..).zip(self.tables()) {
            let ty = same.table_type(table.ty)?;
            borrowed.push((format!("rest:t{index}"), ty.into(), ExportKind::Table, index));
        }
        for (index, memory) in (0..).zip(&module.memories) {
            let ty = same.memory_type(*memory)?;
            borrowed.push((format!("rest:m{index}"), ty.into(), ExportKind::Memory, index));
        }
        for (index, global) in (0..).zip(&module.globals) {
            let ty = same.global_type(global.ty)?;
            borrowed.push((format!("rest:g{index}"), ty.into(), ExportKind::Global, index));
        }
        borrowed.push((FLAG.to_owned(), FLAG_TYPE.into(), ExportKind::Global, self.flag()));
        for (count, &function) in self.shared.iter().enumerate() {
            let ty = EntityType::Function(module.type_of(function));
            let index = self.in_first[function as usize].expect("what is shared is in the first part");
            borrowed.push((format!("rest:{count}"), ty, ExportKind::Func, index));
        }
        Ok(borrowed)
    }

    /// The index of the flag in both parts, behind all other globals.
    fn flag(&self) -> u32 {
        self.module.globals.len() as u32
    }

    /// What the first part has in place of a function of the rest, which will stand at `slot` of the table.
    fn stand_in(&self, function: u32, slot: u32) -> Function {
        let ty = self.module.type_of(function);
        let n_arguments = self.module.types[ty as usize].params().len() as u32;
        let mut stand_in = Function::new([]);
        let mut code = stand_in.instructions();
        code.global_get(self.flag()).i32_eqz().if_(BlockType::Empty).call(self.load).end();
        for argument in 0..n_arguments {
            code.local_get(argument);
        }
        code.i32_const(slot as i32).call_indirect(0, ty).end();
        stand_in
    }

    fn rest(&self) -> Written<Vec<u8>> {
        let module = self.module;
        let mut renumbered = Renumbered { functions: &self.in_rest };
        let mut imports = ImportSection::new();
        for (name, ty, _, _) in self.borrowed()? {
            imports.import(FIRST, &name, ty);
        }
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for &function in self.waiting {
            functions.function(module.type_of(function));
            renumbered.parse_function_body(&mut code, self.body(function))?;
        }
        // Its own start: the rest is there. It has the type of what brings it, as neither takes or gives anything.
        functions.function(module.type_of(self.load));
        let start = self.shared.len() as u32 + self.waiting.len() as u32;
        let mut sets_flag = Function::new([]);
        sets_flag.instructions().i32_const(1).global_set(self.flag()).end();
        code.function(&sets_flag);

        let mut elements = ElementSection::new();
        let slots: Vec<(u32, u32)> = self.old_slots.iter().copied().chain(self.slots()).collect();
        for run in slots.chunk_by(|(before, _), (slot, _)| before + 1 == *slot) {
            let run_functions = run.iter().map(|(_, function)| renumbered.function_index(*function));
            let run_functions = run_functions.collect::<Written<Vec<u32>>>()?;
            elements.active(None, &ConstExpr::i32_const(run[0].0 as i32), Elements::Functions(run_functions.into()));
        }
        let mut rest = wasm_encoder::Module::new();
        rest.section(&self.types()?)
            .section(&imports)
            .section(&functions)
            .section(&StartSection { function_index: start });
        rest.section(&elements).section(&code);
        Ok(rest.finish())
    }
}
