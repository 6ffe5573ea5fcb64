//! A wasm module as its sections, read as far as a split needs them.

use anyhow::{Context, Result, bail};
use wasm_encoder::reencode::Reencode;
use wasmparser::{
    Data, DataSectionReader, Element, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, Global,
    Import, KnownCustom, MemoryType, Name, Operator, Parser, Payload, Table, TypeRef,
};

/// A module that imports functions and nothing else. Functions are counted as wasm counts them: imported ones come first.
pub(super) struct Module<'a> {
    pub(super) types: Vec<FuncType>,
    pub(super) imports: Vec<Import<'a>>,
    /// The type of each function that is defined here.
    pub(super) function_types: Vec<u32>,
    pub(super) tables: Vec<Table<'a>>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) globals: Vec<Global<'a>>,
    pub(super) exports: Vec<Export<'a>>,
    pub(super) start: Option<u32>,
    pub(super) elements: Vec<Element<'a>>,
    pub(super) bodies: Vec<FunctionBody<'a>>,
    pub(super) data: Vec<Data<'a>>,
    /// Of each function, as the compiler gave it; empty where it has none.
    pub(super) names: Vec<String>,
}

impl<'a> Module<'a> {
    /// Reads a module. Errors: bytes that are no module, and what neither Rust nor wasm-opt writes.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Self {
            types: Vec::new(),
            imports: Vec::new(),
            function_types: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
            start: None,
            elements: Vec::new(),
            bodies: Vec::new(),
            data: Vec::new(),
            names: Vec::new(),
        };
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(section) => {
                    module.types = section.into_iter_err_on_gc_types().collect::<wasmparser::Result<_>>()?;
                }
                Payload::ImportSection(section) => {
                    module.imports = section.into_imports().collect::<wasmparser::Result<_>>()?;
                }
                Payload::FunctionSection(section) => module.function_types = all(section)?,
                Payload::TableSection(section) => module.tables = all(section)?,
                Payload::MemorySection(section) => module.memories = all(section)?,
                Payload::GlobalSection(section) => module.globals = all(section)?,
                Payload::ExportSection(section) => module.exports = all(section)?,
                Payload::StartSection { func, .. } => module.start = Some(func),
                Payload::ElementSection(section) => module.elements = all(section)?,
                Payload::CodeSectionEntry(body) => module.bodies.push(body),
                Payload::DataSection(section) => module.data = all::<Data, DataSectionReader>(section)?,
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(section) = section.as_known() {
                        for subsection in section {
                            let Name::Function(map) = subsection? else { continue };
                            for naming in map {
                                let naming = naming?;
                                names.push((naming.index, naming.name.to_owned()));
                            }
                        }
                    }
                }
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::End(_) => {}
                other => bail!("a module with such a section cannot be split: {other:?}"),
            }
        }
        if module.imports.iter().any(|import| !matches!(import.ty, TypeRef::Func(_))) {
            bail!("a module that imports more than functions cannot be split");
        }
        module.names = vec![String::new(); module.n_functions() as usize];
        for (index, name) in names {
            *module.names.get_mut(index as usize).context("a name belongs to no function")? = name;
        }
        Ok(module)
    }

    pub(super) fn n_imported_functions(&self) -> u32 {
        self.imports.len() as u32
    }

    pub(super) fn n_functions(&self) -> u32 {
        self.n_imported_functions() + self.function_types.len() as u32
    }

    /// The index of a function's type.
    pub(super) fn type_of(&self, function: u32) -> u32 {
        match self.imports.get(function as usize).map(|import| import.ty) {
            Some(TypeRef::Func(ty)) => ty,
            _ => self.function_types[(function - self.n_imported_functions()) as usize],
        }
    }

    /// How long a function's code is, in bytes; 0 of one that is imported.
    pub(super) fn size_of(&self, function: u32) -> usize {
        function.checked_sub(self.n_imported_functions()).map_or(0, |index| {
            let range = self.bodies[index as usize].range();
            (range.end - range.start) as usize
        })
    }

    /// The functions that each function calls or names. Imported ones call none.
    pub(super) fn calls(&self) -> Result<Vec<Vec<u32>>> {
        let mut calls = vec![Vec::new(); self.n_imported_functions() as usize];
        for body in &self.bodies {
            let mut named = Vec::new();
            for operator in body.get_operators_reader()? {
                match operator? {
                    Operator::Call { function_index } | Operator::RefFunc { function_index } => {
                        named.push(function_index);
                    }
                    Operator::ReturnCall { function_index } => named.push(function_index),
                    _ => {}
                }
            }
            named.sort_unstable();
            named.dedup();
            calls.push(named);
        }
        Ok(calls)
    }

    /// The functions in the first table, each with its place. Errors: a table that is filled otherwise than lists of functions at
    /// fixed places.
    pub(super) fn slots(&self) -> Result<Vec<(u32, u32)>> {
        let mut slots = Vec::new();
        for element in &self.elements {
            let ElementKind::Active { table_index: None | Some(0), offset_expr } = &element.kind else {
                bail!("a table is not filled at the start");
            };
            let Some(Operator::I32Const { value }) =
                offset_expr.get_operators_reader().into_iter().next().transpose()?
            else {
                bail!("a table is filled at a place that is computed");
            };
            let ElementItems::Functions(functions) = &element.items else { bail!("a table is filled by expressions") };
            for (slot, function) in (value as u32..).zip(functions.clone()) {
                slots.push((slot, function?));
            }
        }
        Ok(slots)
    }

    /// The functions that are called from outside.
    pub(super) fn roots(&self) -> Vec<u32> {
        let exported = self.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        exported.map(|export| export.index).chain(self.start).collect()
    }
}

/// What a section holds.
fn all<'a, T, S>(section: S) -> Result<Vec<T>>
where
    S: IntoIterator<Item = wasmparser::Result<T>> + 'a,
{
    Ok(section.into_iter().collect::<wasmparser::Result<_>>()?)
}

/// Writes functions whose indices are others in the new module.
pub(super) struct Renumbered<'m> {
    /// The new index of each function; none of one that the new module does not know.
    pub(super) functions: &'m [Option<u32>],
}

impl Reencode for Renumbered<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, wasm_encoder::reencode::Error> {
        Ok(self.functions[function as usize].expect("both parts know every function that they name"))
    }
}
